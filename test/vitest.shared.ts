import type { ViteUserConfig } from 'vitest/config'

type Test = NonNullable<ViteUserConfig['test']>

const here = (path: string) => new URL(path, import.meta.url).pathname

/** What all three suites share: Node, one closing line that states the counts, and no retries. */
export function suite(include: string[], more: Test = {}): ViteUserConfig {
  return {
    root: here('..'),
    test: {
      include,
      environment: 'node',
      retry: 0,
      passWithNoTests: false,
      reporters: ['default', here('support/count-reporter.ts')],
      globalSetup: [here('support/postgres-setup.ts')],
      ...more,
    },
  }
}
