import {openApi} from '../api/openapi.js'
import type {Operation} from '../api/operation.js'
import {operations} from '../api/operations.js'

/** The table as a page. It loads nothing and runs nothing. */
export function docsPage(version: string): string {
  const rows = Object.entries<Operation>(operations)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>tame ${escaped(version)}: HTTP API</title><style>${style}</style></head><body>
<h1>tame ${escaped(version)}</h1>
<p>Send <code>Authorization: Bearer tk_…</code>. The same in full for programs: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.
The WebSocket <code>/ws/{session_id}</code> sends the decisions and results of a session as they are recorded.</p>
${rows.map(([name, operation]) => operationHtml(name, operation)).join('\n')}
<h2>Schemas</h2>
${schemasHtml(version)}
</body></html>
`
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}h3{margin-bottom:0}' +
  'code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;background:#8881;padding:.5rem}' +
  '@media(prefers-color-scheme:dark){body{background:#111;color:#eee}a{color:#8cf}}'

function operationHtml(name: string, operation: Operation): string {
  const {method, path, summary, role, form} = operation
  return `<h3 id="${name}"><code>${method} ${escaped(path)}</code></h3>
<p>${escaped(summary)}. ${role === 'anyone' ? 'No key is needed' : `For keys of role ${role}`}; answers ${forms[form]}.</p>`
}

const forms = {
  json: 'JSON',
  lines: 'lines of JSON',
  events: 'server-sent events',
  text: 'a text',
} as const satisfies Record<Operation['form'], string>

function schemasHtml(version: string): string {
  const {components} = openApi(version)
  const {schemas} = components as {schemas: Record<string, unknown>}
  return Object.entries(schemas)
    .map(
      ([name, schema]) =>
        `<details id="schema-${escaped(name)}"><summary>${escaped(name)}</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`,
    )
    .join('\n')
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
