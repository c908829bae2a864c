import {existsSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import type {Surroundings} from '../../config/layer.js'
import {projectDirectories} from '../../config/places.js'
import {projectRoot} from '../../config/trust.js'
import {readTemplate, type StarterFile} from './starter-files.js'

/** GitHub looks at the root of the repository, wherever in it the policy lies. */
const workflowFile = (here: Surroundings): string =>
  join(projectRoot(here), '.github', 'workflows', 'tame.yml')

export const workflowStarter = (here: Surroundings, root: string, hasSuite: boolean): StarterFile => ({
  path: workflowFile(here),
  about: 'has GitHub check the policy at every push',
  text: readTemplate(root, 'tame.yml')
    .replace('$DIRECTORY', () => JSON.stringify(relative(projectRoot(here), here.cwd) || '.'))
    .replace(testStep, (step) => (hasSuite ? step : `# ${step}`)),
})

/** Without tests it would fail at each push. */
const testStep = /- run: .* policy test .*/

/** Whether it is worth asking about: in a repository that has none. */
export const mayWantWorkflow = (here: Surroundings): boolean =>
  existsSync(join(projectRoot(here), '.git')) && !existsSync(workflowFile(here))

/** Whether `npm ci` brings tame: as a dependency of the nearest package, or because that is tame. */
export function packageNamesTame(here: Surroundings): boolean {
  const file = [here.cwd, ...projectDirectories(here)]
    .map((each) => join(each, 'package.json'))
    .find((each) => existsSync(each))
  return file !== undefined && namesTame(file)
}

function namesTame(file: string): boolean {
  try {
    const {name, dependencies, devDependencies} = JSON.parse(readFileSync(file, 'utf8'))
    return name === 'tame' || 'tame' in {...dependencies, ...devDependencies}
  } catch {
    return false
  }
}
