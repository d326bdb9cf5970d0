/**
 * Whether this process reaches a switch of each site that it doesn't own: one that reaches none isn't handed the site,
 * since its callers would go to the fallback until that is noticed.
 */
import { answers } from '../adapters/esl/answers.ts'
import type { Config } from '../config.ts'
import { tunnelOf } from '../configuration/tunnel-files.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers } from '../lib/timers.ts'

export interface ReachWatchOptions {
  readonly sites: readonly Pick<Config, 'siteId' | 'switches'>[]
  readonly isOwned: (siteId: string) => boolean
  readonly log: Log
  readonly everyMs?: number
}

export interface ReachWatch {
  start(): void
  /** True as well while nobody has looked yet. */
  canReach(siteId: string): boolean
  close(): Promise<void>
}

/** Less than an uneven spread has to last before anything is moved. */
const EVERY_MS = 5_000
const ANSWER_MS = 3_000

export function createReachWatch({ sites, isOwned, log, everyMs = EVERY_MS }: ReachWatchOptions): ReachWatch {
  const outOfReach = new Set<string>()
  let looking: Promise<unknown> | undefined
  let stop: (() => void) | undefined

  async function look({ siteId, switches }: ReachWatchOptions['sites'][number]): Promise<void> {
    if (isOwned(siteId)) {
      outOfReach.delete(siteId)
      return
    }
    const asked = switches.map(({ nodeId, host, port, tunnel }) =>
      answers({ nodeId, host, port, tunnel: tunnelOf({ host, tunnel }), timeoutMs: ANSWER_MS }),
    )
    const isReached = (await Promise.all(asked)).some((one) => one)
    if (isReached !== outOfReach.has(siteId)) return
    if (isReached) outOfReach.delete(siteId)
    else outOfReach.add(siteId)
    log.info({ siteId, isReached }, 'whether a switch of a site that is not ours can be reached has changed')
  }

  const again = () => {
    looking ??= Promise.all(sites.map(look))
      .catch((err: unknown) => log.error({ err }, 'switches of other sites could not be looked for'))
      .finally(() => {
        looking = undefined
      })
  }

  return {
    start() {
      stop ??= machineTimers.every(everyMs, again)
    },
    canReach: (siteId) => isOwned(siteId) || !outOfReach.has(siteId),
    async close() {
      stop?.()
      await looking
    },
  }
}
