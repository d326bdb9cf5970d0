/** Waits until everything has come to rest, then collects what the checks look at. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { toCloudEvent } from '../../../src/runtime/cloud-event.ts'
import { SITE_ID, type System } from '../../../test/support/system.ts'
import type { Evidence, JournalFact, RecordSeen } from './evidence.ts'
import type { Follower } from './follower.ts'

/** A limit for what never comes; what then is missing, the checks say. */
const REST_WITHIN_MS = 120_000
/** Nothing new for so long is rest. */
const QUIET_MS = 1_500
const EVERY_MS = 250

/** Resolves when no call lives, all recordings are complete, all webhooks have come and nothing new happens; or at the limit. */
export async function atRest(
  follower: Follower,
  webhooks: Evidence['webhooks'],
  left: () => readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + REST_WITHIN_MS
  let quietSince = performance.now()
  let count = -1
  while (!signal.aborted && performance.now() < deadline) {
    const now = follower.facts.length + webhooks.received.length
    if (now !== count || isBusy(follower, webhooks) || left().length > 0) quietSince = performance.now()
    count = now
    if (performance.now() - quietSince >= QUIET_MS) return
    await sleep(EVERY_MS)
  }
}

function isBusy({ facts, live }: Follower, webhooks: Evidence['webhooks']): boolean {
  if (live().length > 0) return true
  const open = new Set<string>()
  for (const { type, subject } of facts) {
    if (type === 'recordingTakeOrdered') open.add(subject)
    if (type === 'recordingCompleted') open.delete(subject)
  }
  if (open.size > 0) return true
  const came = new Set(webhooks.received.map(({ id }) => id))
  return facts.some((fact) => {
    if (fact.pos <= webhooks.fromPos) return false
    const event = eventOf(fact)
    return event !== undefined && !came.has(event)
  })
}

function eventOf(fact: JournalFact): string | undefined {
  return toCloudEvent({ ...fact, siteId: SITE_ID } as unknown as JournalRow)?.id
}

/** All call records, page by page, as any client reads them. */
export async function readRecords({ api }: System): Promise<readonly RecordSeen[]> {
  const records: RecordSeen[] = []
  let path: string | undefined = '/v1/call-records?limit=100'
  while (path !== undefined) {
    const { status, body, headers } = await api('GET', path)
    if (status !== 200) throw new Error(`GET ${path}: ${status}`)
    for (const { callId, endedBy, endedWhy } of body.items) records.push({ callId, endedBy, endedWhy })
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  }
  return records
}
