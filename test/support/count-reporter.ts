import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints one plain line `N passed, N failed[, N skipped]` so that any reader of the log can count; before it, how many
 * hostile inputs the tests have tried.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
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
  }
}
