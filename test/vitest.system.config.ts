import { fileURLToPath } from 'node:url'
import { suite } from './vitest.shared.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Whole processes, real SIP. One file at a time: two cores carry one trial well. */
export default suite(['test/system/**/*.test.ts'], {
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 180_000,
  reporters: ['default', here('support/switch-reporter.ts'), here('support/count-reporter.ts')],
})
