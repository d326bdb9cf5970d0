/** sipp (Debian's sip-tester) as a peer for signalling tests. */
export {
  runSipp,
  type SippOptions,
  type SippResult,
  type SippRun,
  type SippScenario,
  startSipp,
} from './sipp.ts'
export type { SippStats } from './stats.ts'
