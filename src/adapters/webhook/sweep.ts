/** Finds what should have been delivered by now and wasn't: retries that are due, and pairs whose job got lost. */

import type { Log } from '../../lib/log.ts'
import { pause } from '../../lib/pause.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import {
  MOST_WEBHOOKS,
  type WebhookObserver,
  type WebhookOutbox,
  type WebhookPair,
  type WebhookRegistry,
} from '../../runtime/webhooks.ts'

export interface SweepOptions {
  readonly siteId: string
  readonly outbox: Pick<WebhookOutbox, 'overdue'>
  readonly registry: Pick<WebhookRegistry, 'list' | 'standings'>
  readonly ring: (pairs: readonly WebhookPair[]) => Promise<void>
  readonly observer: Pick<WebhookObserver, 'standings'>
  /** Says whether an endpoint is disabled because its receiver is gone; false: it must be said again. */
  readonly alarm: (on: boolean, detail: string) => Promise<boolean>
  readonly now: () => number
  readonly log: Log
  readonly everyMs: number
}

/** So many at once; the rest comes with the next sweep. */
const MOST_AT_ONCE = 500
/** A pair that a sweep has named is named again after this. */
const AGAIN_MS = 5_000
/** Standings and the alarm are looked at every so many sweeps. */
const STANDINGS_EVERY = 5

export function startSweep(options: SweepOptions): { close(): Promise<void> } {
  const { siteId, outbox, registry, ring, log, everyMs } = options
  const stopping = new AbortController()
  let said: boolean | undefined

  async function lookAtEndpoints(): Promise<void> {
    options.observer.standings(await registry.standings(siteId), options.now())
    const endpoints = await registry.list(siteId, MOST_WEBHOOKS)
    const gone = endpoints.find(({ disabledWhy }) => disabledWhy === 'gone')
    const on = gone !== undefined
    if (said !== on && (await options.alarm(on, gone?.webhookId ?? ''))) said = on
  }

  async function run(): Promise<void> {
    for (let sweeps = 0; !stopping.signal.aborted; sweeps += 1) {
      try {
        await ring(await outbox.overdue(siteId, MOST_AT_ONCE, AGAIN_MS))
        if (sweeps % STANDINGS_EVERY === 0) await lookAtEndpoints()
      } catch (error) {
        if (!(error instanceof PortUnavailable)) log.error({ err: error }, 'webhooks: a sweep failed')
      }
      await pause(everyMs, stopping.signal)
    }
  }

  const ended = run()
  return {
    async close() {
      stopping.abort()
      await ended
    },
  }
}
