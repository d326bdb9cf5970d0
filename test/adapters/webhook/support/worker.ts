/** Webhooks of one site as a process of its own, which a test may kill. Takes its options as JSON in the first argument. */
import { randomBytes } from 'node:crypto'
import { createCallSealing } from '../../../../src/adapters/crypto/call-private.ts'
import { createStore } from '../../../../src/adapters/store/create-store.ts'
import { createWebhooks } from '../../../../src/adapters/webhook/create-webhooks.ts'
import { silentLog } from '../../../../src/lib/log.ts'
import { machineClock } from '../../../../src/runtime/clock.ts'
import type { TestDatabase } from '../../../support/postgres.ts'
import { allowing, SOON_MS } from './site.ts'

export interface WorkerOptions {
  readonly siteId: string
  readonly database: TestDatabase
  readonly redis: { readonly host: string; readonly port: number; readonly password: string }
  readonly masterKey: string
  /** In place of a timetable that goes on for long. */
  readonly delaysMs?: readonly number[]
  readonly awakenWithinMs?: number
}

const options = JSON.parse(process.argv[2] ?? '') as WorkerOptions
const { siteId, database, redis, masterKey } = options
const sealing = createCallSealing([Buffer.from(masterKey, 'hex')])
const store = createStore({ address: database, sealing, log: silentLog })
const webhooks = createWebhooks({
  siteId,
  journal: store.journal,
  doorbell: { listen: () => () => undefined },
  registry: store.webhooks,
  outbox: store.webhookOutbox,
  redis,
  allow: allowing('127.0.0.0/8'),
  timeoutMs: 1_000,
  concurrency: 10,
  observer: {
    tried: () => undefined,
    delivered: () => undefined,
    deadLettered: () => undefined,
    standings: () => undefined,
  },
  alarm: async () => true,
  clock: machineClock(),
  log: silentLog,
  delaysMs: options.delaysMs ?? [
    ...SOON_MS,
    ...Array.from({ length: 50 }, () => 100 + (randomBytes(1)[0] ?? 0)),
  ],
  ...(options.awakenWithinMs === undefined ? {} : { awakenWithinMs: options.awakenWithinMs }),
  sweepMs: 50,
  holdBeyondMs: 200,
})
webhooks.start()
process.send?.('started')
