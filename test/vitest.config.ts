import path from 'node:path'
import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.{ts,tsx}'],
    reporters: ['default', path.join(import.meta.dirname, 'helpers/closing-line.ts')],
    disableConsoleIntercept: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
