import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.{ts,tsx}'],
    disableConsoleIntercept: true,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
