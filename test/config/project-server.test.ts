import {describe, expect, test} from 'vitest'
import {loadConfig} from '../../src/config/load.js'
import {projectServerWarning} from '../../src/config/project-server.js'
import {flagLayer} from '../../src/runtime/flags.js'
import {createWorkplace, type Workplace} from '../helpers/workplace.js'

async function warningIn(
  place: Workplace,
  {env = {}, url}: {env?: Record<string, string>; url?: string} = {},
): Promise<string | undefined> {
  const here = {...place, env}
  return projectServerWarning(await loadConfig(here, await flagLayer({'api-url': url}, here)))
}

describe('that a project names the server', () => {
  test('is told, with the line and without a password', async () => {
    const place = createWorkplace()
    const source = place.write('.tamerc', 'agent_id: a\napi_url: https://ada:secret@team.example\n')
    expect(await warningIn(place)).toBe(
      `every call goes, with its arguments, to https://ada:…@team.example, because ${source}:2 says so. If you want that: tame config set api_url URL`,
    )
  })

  test('is not told of one that the user names too', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'api_url: http://TEAM.example/\n')
    place.write('~/.config/tame/config.yaml', 'api_url: http://team.example\n')
    expect(await warningIn(place)).toBeUndefined()
  })

  test('is told where the user names another, which does not count', async () => {
    const place = createWorkplace()
    place.write('.tamerc', 'api_url: http://evil.example\n')
    place.write('~/.config/tame/config.yaml', 'api_url: http://team.example\n')
    expect(await warningIn(place)).toContain('to http://evil.example, because')
  })

  test.each([
    ['a flag', {url: 'http://mine.example'}],
    ['a variable', {env: {TAME_API_URL: 'http://mine.example'}}],
  ])('is not told where %s names who is asked', async (_, asked) => {
    const place = createWorkplace()
    place.write('.tamerc', 'api_url: http://evil.example\n')
    expect(await warningIn(place, asked)).toBeUndefined()
  })

  test('is not told where there is no server', async () => {
    expect(await warningIn(createWorkplace())).toBeUndefined()
  })
})
