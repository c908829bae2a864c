/** How often a property is tried: few times in `npm test`, fifty times as often in `npm run soak`. */
export const runs = (few: number): {numRuns: number} => ({
  numRuns: process.env['TAME_SOAK'] === '1' ? few * 50 : few,
})
