/**
 * Alarms about this machine's local journal: files that were set aside, and a disk that gives no answer. Each controller
 * tells only its own, to whoever owns the site.
 */
import type { AlarmName } from '../domain/site/alarms.ts'
import { withDeadline } from '../lib/deadline.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import type { Clock } from '../runtime/ports.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

export interface LocalAlarmsOptions {
  readonly siteId: string
  /** To the site's owner, wherever it is. */
  readonly gateway: SiteGateway
  /** How this controller is known from others. */
  readonly whose: string
  /** How many files lie aside; undefined when that can't be told. */
  aside(): Promise<number | undefined>
  /** Why the local journal can't be used; undefined while it can. */
  fault(): string | undefined
  readonly clock: Pick<Clock, 'monotonic'>
  readonly log: Log
  readonly timers?: Timers
}

export interface LocalAlarms {
  /** Begins to watch. */
  start(): void
  close(): Promise<void>
}

const LOOK_MS = 10_000
/** Another's alarm of that name may have stood in the way of this one. */
const AGAIN_MS = 60_000
const DISK_MS = 2_000

export function createLocalAlarms(options: LocalAlarmsOptions): LocalAlarms {
  const { siteId, gateway, whose, clock, log, timers = machineTimers } = options
  /** What was said last, and until when that will do; a former process may have said something else. */
  const told = new Map<AlarmName, { readonly detail: string | undefined; readonly untilAt: number }>()
  let looking: Promise<void> | undefined
  let stop: (() => void) | undefined

  async function tell(alarm: AlarmName, about: string | undefined): Promise<void> {
    const detail = about && `${whose}: ${about}`
    const now = clock.monotonic()
    const last = told.get(alarm)
    if (last && last.detail === detail && now < last.untilAt) return
    const site = { alarm, nodeId: null, whose: `${whose}: ` } as const
    const command =
      detail === undefined
        ? ({ type: 'clearAlarm', ...site } as const)
        : ({ type: 'raiseAlarm', ...site, detail } as const)
    const outcome = await gateway.dispatch(siteId, command, { timeoutMs: COMMAND_TIMEOUT_MS })
    if (outcome.type !== 'accepted') return
    told.set(alarm, { detail, untilAt: detail === undefined ? Number.POSITIVE_INFINITY : now + AGAIN_MS })
  }

  async function look(): Promise<void> {
    const files = await withDeadline(options.aside(), { timeoutMs: DISK_MS, timers })
    if (files.type === 'value' && files.value !== undefined)
      await tell('factsSetAside', files.value > 0 ? `files: ${files.value}` : undefined)
    await tell('localJournalUnusable', options.fault())
  }

  const again = () => {
    looking ??= look()
      .catch((err: unknown) => log.error({ siteId, err }, 'alarms of the local journal could not be told'))
      .finally(() => {
        looking = undefined
      })
  }

  return {
    start() {
      stop ??= timers.every(LOOK_MS, again)
    },
    async close() {
      stop?.()
      await looking
    },
  }
}
