/** PostgreSQL behind the runtime's ports. */
import { sql } from 'kysely'
import type { Log } from '../../lib/log.ts'
import type { AccessLogPort, KeysPort } from '../../runtime/access.ts'
import type { AgentHistoryPort } from '../../runtime/agent-history.ts'
import type { CallRecordsPort } from '../../runtime/call-records.ts'
import type { EndpointsPort } from '../../runtime/endpoints.ts'
import type { FiguresPort } from '../../runtime/figures/port.ts'
import type {
  CallSealing,
  IdempotencyPort,
  JournalPort,
  PrivatePort,
  SnapshotPort,
  ViewsPort,
} from '../../runtime/ports.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import type { EnvelopesPort } from '../../runtime/recording.ts'
import type { PresentPort } from '../../runtime/stream.ts'
import type { WebhookOutbox, WebhookRegistry } from '../../runtime/webhooks.ts'
import { createAccessLog } from './access-log.ts'
import { createAgentHistory } from './agent-history.ts'
import { createCallRecords } from './call-records.ts'
import { createEndpoints } from './endpoints.ts'
import { createEnvelopes } from './envelopes.ts'
import { createFigures } from './figures.ts'
import { createIdempotency } from './idempotency.ts'
import { createJournal } from './journal.ts'
import { createKeys } from './keys.ts'
import { createLane } from './lane.ts'
import { type MigrateOutcome, migrate, schemaFault } from './migrate.ts'
import { createPresent } from './present.ts'
import { createPrivateFields } from './private-fields.ts'
import { build, createQueries } from './queries.ts'
import type { StoreAddress } from './settings.ts'
import { createSnapshots } from './snapshots.ts'
import { createViews } from './views.ts'
import { createWebhookOutbox } from './webhook-outbox.ts'
import { createWebhookRegistry } from './webhook-registry.ts'

export interface StoreOptions {
  readonly address: StoreAddress
  readonly sealing: CallSealing
  readonly log: Log
  /** When an append is given up, in milliseconds. Its connection goes too, so callers who can't wait race it. */
  readonly appendTimeoutMs?: number
  readonly readTimeoutMs?: number
  /** Connections for reads. */
  readonly maxReaders?: number
  /** Connections for appends; sites are spread over them, and each is opened when first needed. */
  readonly appendLanes?: number
}

export type Readiness = { readonly type: 'ready' } | { readonly type: 'notReady'; readonly reason: string }

export interface Store {
  readonly journal: JournalPort
  readonly views: ViewsPort
  readonly present: PresentPort
  readonly callRecords: CallRecordsPort
  readonly agentHistory: AgentHistoryPort
  readonly figures: FiguresPort
  readonly privateFields: PrivatePort
  readonly snapshots: SnapshotPort
  readonly idempotency: IdempotencyPort
  readonly envelopes: EnvelopesPort
  readonly endpoints: EndpointsPort
  readonly webhooks: WebhookRegistry
  readonly webhookOutbox: WebhookOutbox
  readonly keys: KeysPort
  readonly accessLog: AccessLogPort
  /** To be called at start, before anything else. */
  migrate(): Promise<MigrateOutcome>
  /** Whether the database answers and has this program's shape. */
  ready(): Promise<Readiness>
  close(): Promise<void>
}

const OUTBOX_CONNECTIONS = 6

/** Opens nothing yet: connections are made when they are needed, and again after each loss. */
export function createStore(options: StoreOptions): Store {
  const { address, sealing, log, appendTimeoutMs = 2_000, readTimeoutMs = 2_000 } = options
  const lane = () => createLane({ address, timeoutMs: appendTimeoutMs, log })
  const more = Array.from({ length: (options.appendLanes ?? 4) - 1 }, lane)
  const lanes = [lane(), ...more] as const
  const queries = createQueries({
    address,
    timeoutMs: readTimeoutMs,
    maxConnections: options.maxReaders ?? 8,
    log,
  })

  // A crash of the server costs repetitions, which receivers know by their ids; there is a write for each delivery.
  const outboxQueries = createQueries({
    address,
    timeoutMs: readTimeoutMs,
    maxConnections: OUTBOX_CONNECTIONS,
    log,
    mayLoseNewest: true,
    prepared: true,
  })

  async function ready(): Promise<Readiness> {
    try {
      const names = build
        .selectFrom(sql<{ name: string }>`kysely_migration`.as('applied'))
        .select('applied.name')
      const fault = schemaFault((await queries.run(names)).map(({ name }) => name))
      return fault === undefined ? { type: 'ready' } : { type: 'notReady', reason: fault }
    } catch (error) {
      if (error instanceof PortUnavailable) return { type: 'notReady', reason: error.message }
      throw error
    }
  }

  return {
    journal: createJournal(lanes, queries, sealing),
    views: createViews(queries),
    present: createPresent(queries),
    callRecords: createCallRecords(queries),
    agentHistory: createAgentHistory(queries),
    figures: createFigures(queries, outboxQueries),
    privateFields: createPrivateFields(queries, sealing, log),
    snapshots: createSnapshots(queries),
    idempotency: createIdempotency(queries),
    envelopes: createEnvelopes(queries),
    endpoints: createEndpoints(queries, sealing),
    webhooks: createWebhookRegistry(queries, sealing),
    webhookOutbox: createWebhookOutbox(outboxQueries, sealing),
    keys: createKeys(queries),
    accessLog: createAccessLog(queries),
    migrate: () => migrate(address),
    ready,
    async close() {
      await Promise.all([...lanes.map((one) => one.close()), queries.close(), outboxQueries.close()])
    },
  }
}
