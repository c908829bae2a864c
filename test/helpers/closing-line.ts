import type {Reporter, TestModule} from 'vitest/node'

/** Ends a run with the one line that says how it went. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string): number => states.filter((each) => each === state).length
    // A file that can't be loaded has no tests that could fail.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length
    const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
    console.log(`\n${count('passed')} passed, ${count('failed') + broken} failed${skipped}`)
  }
}
