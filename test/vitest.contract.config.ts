import { suite } from './vitest.shared.ts'

/** One suite over every switch that is there. */
export default suite(['test/contract/**/*.test.ts'], {
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
})
