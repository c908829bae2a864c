import {describe, expect, test} from 'vitest'
import {readArguments} from '../../src/runtime/call-arguments.js'
import {createWorkplace} from '../helpers/workplace.js'

describe('the arguments of a call', () => {
  test.each<[string, object]>([
    ['', {}],
    ['{"path": "/tmp/a", "deep": {"x": [1]}}', {path: '/tmp/a', deep: {x: [1]}}],
    ['path=/tmp/a,mode=r', {path: '/tmp/a', mode: 'r'}],
    ['path=', {path: ''}],
    ['query=a=b', {query: 'a=b'}],
    ['to=a@example.com, b@example.com,subject=Hi', {to: 'a@example.com, b@example.com', subject: 'Hi'}],
    ['n=5,f=-1.5,yes=true,no=false,none=null', {n: 5, f: -1.5, yes: true, no: false, none: null}],
    ['zip=01234,id=12345678901234567890,v=1.0', {zip: '01234', id: '12345678901234567890', v: '1.0'}],
    ['quoted="5"', {quoted: '"5"'}],
  ])('typed as %j are read', async (typed, args) => {
    expect(await readArguments(typed, '/')).toEqual(args)
  })

  test('are read from a file', async () => {
    const place = createWorkplace()
    place.write('call.json', '{"path": "/tmp/a"}')
    expect(await readArguments('@call.json', place.cwd)).toEqual({path: '/tmp/a'})
  })

  test('named __proto__ are arguments like others', async () => {
    const args = await readArguments('{"__proto__": {"polluted": true}}', '/')
    expect(Object.keys(args)).toEqual(['__proto__'])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test.each([
    ['{"path": ', 'INVALID_JSON'],
    ['[1, 2]', 'BAD_ARGUMENTS'],
    ['path', 'BAD_ARGUMENTS'],
    ['=x', 'BAD_ARGUMENTS'],
    ['a=1,a=2', 'BAD_ARGUMENTS'],
    ['@nope.json', 'INPUT_UNREADABLE'],
  ])('typed as %j are refused', async (typed, code) => {
    await expect(readArguments(typed, '/')).rejects.toMatchObject({code, exitCode: 2})
  })

  test.each([
    ['{"password": hunter2}', "--args is not JSON: Unexpected token 'h'"],
    ['{"note": "a \\"b\\"", "password": hunter2}', "--args is not JSON: Unexpected token 'h'"],
    [
      '{"password": "hunter2}',
      expect.stringMatching(/^--args is not JSON: [\w ]+ in JSON at position \d+[ ()\w]*$/),
    ],
    ['password:hunter2', '--args is neither JSON nor key=value,key=value'],
  ])('typed as %j are not quoted, nor kept in the error: they may be secret', async (typed, message) => {
    const error: unknown = await readArguments(typed, '/').catch((reason: unknown) => reason)
    expect(error).toMatchObject({message})
    expect(error).not.toHaveProperty('cause', expect.anything())
  })
})
