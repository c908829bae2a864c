#!/usr/bin/env node
const {existsSync} = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..')
const launcher = path.join(root, 'dist', 'launch.cjs')

if (existsSync(launcher)) require(launcher).launch(process.argv.slice(2), root, require)
else {
  console.error('Error: tame is not built\nCode: NOT_BUILT\nTry this: npm run build')
  process.exitCode = 1
}
