/** A store on a fresh database, and the little that its tests write to it. */
import { randomBytes } from 'node:crypto'
import { createCallSealing } from '../../../src/adapters/crypto/call-private.ts'
import { createStore, type Store, type StoreOptions } from '../../../src/adapters/store/create-store.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { AppendBatch, View } from '../../../src/runtime/ports.ts'
import { freshDatabase, type TestDatabase } from '../../support/postgres.ts'

export const SITE = 'site_main'
export const CALL = 'call_01J9ZZZZZZZZZZZZZZZZZZZZZZ'

export interface TestStore extends Store {
  readonly database: TestDatabase
}

export async function freshStore(more: Partial<StoreOptions> = {}): Promise<TestStore> {
  const database = await freshDatabase()
  const store = openStore(database, more)
  const outcome = await store.migrate()
  if (outcome.type !== 'migrated') throw new Error(JSON.stringify(outcome))
  return { ...store, database }
}

export function openStore(address: TestDatabase, more: Partial<StoreOptions> = {}): Store {
  const sealing = createCallSealing([randomBytes(32)])
  return createStore({ address, sealing, log: silentLog, ...more })
}

/** Facts of one call at consecutive positions. */
export function rows(firstPos: number, count: number, more: Partial<JournalRow> = {}): JournalRow[] {
  return Array.from({ length: count }, (_, index) => ({
    siteId: SITE,
    pos: firstPos + index,
    kind: 'call',
    subject: CALL,
    subjectSeq: firstPos + index,
    at: 1_790_000_000_000 + index,
    type: 'menuEntered',
    data: { step: 'menu', index },
    ...more,
  }))
}

export function batch(factRows: readonly JournalRow[], more: Partial<AppendBatch> = {}): AppendBatch {
  return { siteId: factRows[0]?.siteId ?? SITE, rows: factRows, views: [], privateFields: [], ...more }
}

export function callView(pos: number, more: Partial<View> = {}): View {
  return {
    kind: 'call',
    id: CALL,
    pos,
    body: { id: CALL, pos },
    orderAt: 1_790_000_000_000,
    state: 'inMenu',
    queueId: null,
    agentId: null,
    ...more,
  }
}
