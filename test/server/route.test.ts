import {expect, test} from 'vitest'
import {routeOf} from '../../src/server/route.js'

test.each([
  ['GET', '/api/v1/sessions/export', 'exportSessions', {}],
  ['GET', '/api/v1/sessions/abc', 'listSessionLogs', {session_id: 'abc'}],
  ['GET', '/api/v1/sessions/abc/', 'listSessionLogs', {session_id: 'abc'}],
  ['DELETE', '/api/v1/sessions/export', 'deleteSession', {session_id: 'export'}],
  ['POST', '/api/v1/sessions/bulk/archive', 'archiveSessions', {}],
  ['POST', '/api/v1/sessions/a%2Fb%3F/archive', 'archiveSession', {session_id: 'a/b?'}],
  ['POST', '/api/v1/sessions/__proto__/archive', 'archiveSession', {session_id: '__proto__'}],
  ['GET', '/', 'greet', {}],
])('%s %s is %s', (method, path, name, params) => {
  expect(routeOf(method, path)).toEqual({name, params})
})

test.each(['', '/api', '/api/v1/sessions//summary', '/constructor', '*', '/api/v1/logs/%ff'])(
  '%s is nothing',
  (path) => {
    expect(routeOf('GET', path)).toBeUndefined()
  },
)

test('a path that is asked by another method says which there are', () => {
  expect(routeOf('PUT', '/api/v1/sessions/a')).toEqual(['GET', 'DELETE'])
})
