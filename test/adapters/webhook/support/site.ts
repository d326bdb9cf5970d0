/** A site with webhooks on a real PostgreSQL and Redis, and a journal that the test writes. */
import { setTimeout } from 'node:timers/promises'
import { parseAllowList } from '../../../../src/adapters/webhook/allow-list.ts'
import {
  createWebhooks,
  type Webhooks,
  type WebhooksOptions,
} from '../../../../src/adapters/webhook/create-webhooks.ts'
import type { JournalRow } from '../../../../src/domain/fact.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import { machineClock } from '../../../../src/runtime/clock.ts'
import type { CallSealing } from '../../../../src/runtime/ports.ts'
import type { DeliveryFailure, WebhookEndpoint, WebhookTerms } from '../../../../src/runtime/webhooks.ts'
import { freshStore, type TestStore } from '../../store/support.ts'

export const CALL_ROW = { kind: 'call', type: 'callOffered', data: { agentId: 'agent_li' } } as const
/** Retries as in the timetable, only sooner. */
export const SOON_MS = [0, 20, 40, 80, 160, 320]

export interface Tried {
  readonly webhookId: string
  readonly outcome: 'delivered' | DeliveryFailure
}

export interface Site {
  readonly siteId: string
  readonly store: TestStore
  readonly webhooks: Webhooks
  readonly tried: Tried[]
  /** As after a stop of the service in good order. */
  restart(): Promise<void>
  readonly alarms: { on: boolean; webhookId: string }[]
  /** Appends facts to the journal: places and sequences are added. */
  happen(...facts: readonly (Partial<JournalRow> & { readonly subject: string })[]): Promise<void>
  endpoint(
    terms: Partial<WebhookTerms> & { readonly url: string },
  ): Promise<WebhookEndpoint & { secret: string }>
  close(): Promise<void>
}

export function allowing(...entries: string[]) {
  const parsed = parseAllowList(entries)
  if (!parsed.ok) throw new Error(parsed.wrong.join())
  return parsed.list
}

export interface SiteOptions extends Partial<WebhooksOptions> {
  readonly redis: WebhooksOptions['redis']
  /** Another process delivers. */
  readonly quiet?: boolean
  readonly sealing?: CallSealing
}

export async function startSite({ quiet = false, sealing, ...options }: SiteOptions): Promise<Site> {
  const store = await freshStore(sealing ? { sealing } : {})
  const siteId = 'site_main'
  const tried: Tried[] = []
  const alarms: { on: boolean; webhookId: string }[] = []
  const ears = new Set<(site: string, pos: number) => void>()
  const whole: WebhooksOptions = {
    siteId,
    journal: store.journal,
    doorbell: {
      listen(ear) {
        ears.add(ear)
        return () => ears.delete(ear)
      },
    },
    registry: store.webhooks,
    outbox: store.webhookOutbox,
    allow: allowing('127.0.0.0/8'),
    timeoutMs: 2_000,
    concurrency: 20,
    observer: {
      tried: (webhookId, outcome) => tried.push({ webhookId, outcome }),
      delivered: () => undefined,
      deadLettered: () => undefined,
      standings: () => undefined,
    },
    alarm: async (on, webhookId) => {
      alarms.push({ on, webhookId })
      return true
    },
    clock: machineClock(),
    log: silentLog,
    delaysMs: SOON_MS,
    sweepMs: 50,
    holdBeyondMs: 500,
    ...options,
  }
  let webhooks = createWebhooks(whole)
  if (!quiet) webhooks.start()
  let pos = 0
  const sequences = new Map<string, number>()
  return {
    siteId,
    store,
    get webhooks() {
      return webhooks
    },
    async restart() {
      await webhooks.close()
      webhooks = createWebhooks(whole)
      webhooks.start()
    },
    tried,
    alarms,
    async happen(...facts) {
      const rows = facts.map((fact) => {
        pos += 1
        const subjectSeq = (sequences.get(fact.subject) ?? 0) + 1
        sequences.set(fact.subject, subjectSeq)
        return { siteId, pos, subjectSeq, at: Date.now(), ...CALL_ROW, ...fact }
      })
      const outcome = await store.journal.append({ siteId, rows, views: [], privateFields: [] })
      if (outcome.type !== 'appended') throw new Error(JSON.stringify(outcome))
      for (const ear of ears) ear(siteId, pos)
    },
    async endpoint(terms) {
      const secret = webhooks.desk.newSecret()
      const whole = { types: null, queueIds: null, description: '', ...terms }
      const endpoint = await store.webhooks.create(siteId, webhooks.desk.newWebhookId(), whole, secret)
      if (endpoint === 'full') throw new Error('full')
      return { ...endpoint, secret }
    },
    async close() {
      await webhooks.close()
      await store.close()
    },
  }
}

/** Waits until `is` holds; says what was there otherwise. */
export async function until(
  is: () => boolean | Promise<boolean>,
  what: () => unknown = () => '',
  withinMs = 45_000,
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await is())) {
    if (performance.now() > deadline) throw new Error(`not in time: ${JSON.stringify(what())}`)
    await setTimeout(10)
  }
}
