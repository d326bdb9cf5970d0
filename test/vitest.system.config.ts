import { suite } from './vitest.shared.ts'

/** Whole processes, real SIP. One file at a time: two cores carry one trial well. */
export default suite(['test/system/**/*.test.ts'], {
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 120_000,
  hookTimeout: 180_000,
})
