import { suite } from './vitest.shared.ts'

/** Everything that needs no second process. The domain runs under a set-up of its own (no clock, no randomness). */
export default suite(
  ['test/{domain,runtime,lib,adapters,client,softswitch,trial,keyservice}/**/*.test.ts', 'test/*.test.ts'],
  { pool: 'threads', maxWorkers: 2, testTimeout: 20_000, hookTimeout: 60_000 },
)
