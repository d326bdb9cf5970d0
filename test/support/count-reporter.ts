import { appendFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/**
 * Prints one plain line `N passed, N failed[, N skipped]` so that any reader of the log can count; before it, how many
 * hostile inputs the tests have tried. What failed is also written to the file that `CTI_TEST_FAILURES` names, for
 * scripts/test to say once more at its very end: logs of whole runs are long, and often only their ends are kept.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    const tried = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state !== 'pending') count[state] += 1
        for (const [kind, n] of Object.entries(test.meta().tried ?? {}))
          tried.set(kind, (tried.get(kind) ?? 0) + n)
      }
    }
    if (tried.size > 0)
      console.log(`hostile inputs tried: ${[...tried].map(([kind, n]) => `${n} ${kind}`).join(', ')}`)
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
    console.log(`${count.passed} passed, ${count.failed} failed${skipped}`)
    const file = process.env['CTI_TEST_FAILURES']
    if (file !== undefined) appendFileSync(file, failures(modules, unhandled).join(''))
  }
}

/** A paragraph per failed test, per file that failed as a whole, and per error outside all tests. */
function failures(modules: readonly TestModule[], unhandled: readonly SerializedError[]): string[] {
  const said: string[] = []
  const say = (where: string, errors: readonly SerializedError[]) =>
    said.push(
      `${where}\n${errors.map((error) => `    ${ownLines(error.stack ?? error.message)}\n`).join('')}`,
    )
  for (const module of modules) {
    if (module.errors().length > 0) say(module.relativeModuleId, module.errors())
    for (const suite of module.children.allSuites())
      if (suite.errors().length > 0) say(`${module.relativeModuleId} > ${suite.fullName}`, suite.errors())
    for (const test of module.children.allTests('failed'))
      say(`${module.relativeModuleId} > ${test.fullName}`, test.result().errors ?? [])
  }
  for (const error of unhandled) say('outside of all tests', [error])
  return said
}

/** A stack without the frames of the test runner. */
function ownLines(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
    .join('\n')
}
