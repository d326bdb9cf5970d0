import { fileURLToPath } from 'node:url'
import { suite } from './vitest.shared.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * One suite over every switch that is there. Three workers, each with an instance of its own of each switch and one
 * scenario at a time: scenarios wait for sounds and tones most of their time.
 */
export default suite(['test/contract/**/*.test.ts'], {
  pool: 'forks',
  maxWorkers: 3,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // FreeSWITCH takes its time to let go of calls.
  teardownTimeout: 30_000,
  globalSetup: [here('contract/support/switches.ts')],
  reporters: ['default', here('contract/support/switches-reporter.ts'), here('support/count-reporter.ts')],
})
