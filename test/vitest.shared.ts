import type { ViteUserConfig } from 'vitest/config'

type Test = NonNullable<ViteUserConfig['test']>

/** What all three suites share: Node, one closing line that states the counts, and no retries. */
export function suite(include: string[], more: Test = {}): ViteUserConfig {
  return {
    root: new URL('..', import.meta.url).pathname,
    test: {
      include,
      environment: 'node',
      retry: 0,
      passWithNoTests: false,
      reporters: ['default', new URL('support/count-reporter.ts', import.meta.url).pathname],
      ...more,
    },
  }
}
