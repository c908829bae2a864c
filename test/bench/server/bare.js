// What no server in Node can be faster than: reads a body, parses it, and answers a constant of the same size.
import {createServer} from 'node:http'

const answer = JSON.stringify({
  session_id: 's',
  decision: 'allow',
  rule_name: 'workspace',
  reason: 'Rule "workspace" allows it',
  policy_version: '1.0',
  log_id: '019aa0b4-7c00-7000-8000-000000000001',
  timestamp: '2026-01-02T03:04:05.123+00:00',
  metadata: {policy_hash: 'ab'.repeat(32), enforced: true},
})

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString())
    response.writeHead(200, {'content-type': 'application/json', 'content-length': answer.length})
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () => {
  console.error(JSON.stringify({event: 'listening', url: `http://127.0.0.1:${server.address().port}`}))
})
