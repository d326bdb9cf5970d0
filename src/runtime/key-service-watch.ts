/**
 * Asks the key service now and then whether it is there, for the alarm and the metric: recording and sealing go on
 * without it, so that nobody would notice until a recording is to be opened.
 */
import { machineTimers, type Timers } from '../lib/timers.ts'

export interface KeyServiceWatchOptions {
  /** True when it answers as it should. Ends within its own deadline; never rejects. */
  readonly isThere: () => Promise<boolean>
  /** Raises or clears the alarm; false when nobody took it: it is said again. */
  readonly alarm: (away: boolean) => Promise<boolean>
  readonly everyMs?: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
}

export interface KeyServiceWatch {
  /** Undefined until it was asked for the first time. */
  readonly isThere: boolean | undefined
  close(): Promise<void>
}

const EVERY_MS = 10_000
/** Its restart takes a few seconds and is no alarm. */
const AWAY_AFTER = 2

export function watchKeyService(options: KeyServiceWatchOptions): KeyServiceWatch {
  const { everyMs = EVERY_MS, timers = machineTimers } = options
  const closing = new AbortController()
  let isThere: boolean | undefined
  let failures = 0
  /** What the owner of the site was told last. */
  let told: boolean | undefined

  async function look(): Promise<void> {
    isThere = await options.isThere()
    failures = isThere ? 0 : failures + 1
    if (failures > 0 && failures < AWAY_AFTER) return
    if (told !== !isThere && (await options.alarm(!isThere))) told = !isThere
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await look()
      await timers.sleep(everyMs, closing.signal)
    }
  }

  const ended = run()
  return {
    get isThere() {
      return isThere
    },
    async close() {
      closing.abort()
      await ended
    },
  }
}
