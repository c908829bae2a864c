import path from 'node:path'
import {defineConfig} from 'vitest/config'

/** `npm run soak`: the same tests, with every property tried many times as often. */
const isSoak = (mode: string): boolean => mode === 'soak'

export default defineConfig(({mode}) => ({
  test: {
    env: isSoak(mode) ? {TAME_SOAK: '1'} : {},
    root: import.meta.dirname,
    include: ['**/*.test.{ts,tsx}'],
    reporters: ['default', path.join(import.meta.dirname, 'helpers/closing-line.ts')],
    // The usual number leaves one core out, which of two is half.
    maxWorkers: '100%',
    disableConsoleIntercept: true,
    testTimeout: isSoak(mode) ? 3_600_000 : 20_000,
    hookTimeout: 60_000,
  },
}))
