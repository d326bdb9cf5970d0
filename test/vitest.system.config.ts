import { fileURLToPath } from 'node:url'
import { suite } from './vitest.shared.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Whole processes, real SIP. Two files at a time, each with a trial of its own: nothing that a test expects depends on how
 * quick the machine is, and callers who listen to music leave a processor free.
 */
export default suite(['test/system/**/*.test.ts'], {
  pool: 'forks',
  maxWorkers: 2,
  testTimeout: 120_000,
  hookTimeout: 180_000,
  reporters: ['default', here('support/switch-reporter.ts'), here('support/count-reporter.ts')],
})
