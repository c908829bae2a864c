import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Surroundings} from '../../config/layer.js'

/** A file that a project begins with. */
export interface StarterFile {
  readonly path: string
  readonly about: string
  readonly text: string
}

type Template = 'config.yaml' | 'policy.yaml' | 'policy.test.yaml' | 'gitignore' | 'tame.yml'

/** The text of a template, where the build put it. */
export const readTemplate = (root: string, name: Template): string =>
  readFileSync(join(root, 'dist', 'templates', name), 'utf8')

export const policyStarters = ({cwd}: Surroundings, root: string): StarterFile[] => [
  {
    path: join(cwd, 'policy.yaml'),
    about: 'what agents may do: examples to put your tools into',
    text: readTemplate(root, 'policy.yaml'),
  },
  {
    path: join(cwd, 'policy.test.yaml'),
    about: 'the tests of that policy',
    text: readTemplate(root, 'policy.test.yaml'),
  },
]

export const configStarter = (directory: string, root: string): StarterFile => ({
  path: join(directory, 'config.yaml'),
  about: 'the settings of this project, to be taken out of their comments',
  text: readTemplate(root, 'config.yaml'),
})

/** That the directory is there makes the record the project's own; this keeps it from being published. */
export const recordStarter = (directory: string, root: string): StarterFile => ({
  path: join(directory, '.gitignore'),
  about: 'keeps the record, which lies beside it, out of git',
  text: readTemplate(root, 'gitignore'),
})
