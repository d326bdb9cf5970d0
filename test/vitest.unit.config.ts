import { LongestFirst } from './support/longest-first.ts'
import { suite } from './vitest.shared.ts'

/**
 * Everything that needs no second process. The domain runs under a set-up of its own (no clock, no randomness). The
 * time-outs are there for what hangs, not for what is slow: they hold on a machine that is busy with other things. Three
 * workers on two processors: the longest files wait most of their time.
 */
export default suite(
  ['test/{domain,runtime,lib,adapters,client,softswitch,trial,keyservice}/**/*.test.ts', 'test/*.test.ts'],
  {
    pool: 'threads',
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
  },
)
