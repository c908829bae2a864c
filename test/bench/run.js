// npm run bench -- NAME…: the figures that the README and the issues speak of, each beside a floor of the same run.
import {readdirSync} from 'node:fs'
import path from 'node:path'

const here = import.meta.dirname
const known = readdirSync(here)
  .filter((file) => file.endsWith('.bench.js'))
  .map((file) => file.slice(0, -'.bench.js'.length))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}`)
  process.exit(2)
}

for (const name of asked.length > 0 ? asked : known) {
  const {run} = await import(path.join(here, `${name}.bench.js`))
  console.log(`${name}\n`)
  await run()
  console.log()
}
