/**
 * Private fields that the database doesn't have yet, because their facts are still in the local journal: an outside
 * number is to be dialled, digits are to be said back. Bounded; without an entry here the database is asked, as ever.
 */
import type { AppendBatch, PrivatePort } from './ports.ts'

export interface PrivateOverlay extends PrivatePort {
  /** Its facts are in the local journal. */
  hold(batch: AppendBatch): void
  /** Facts up to here are durable: the database has their fields. */
  durable(siteId: string, pos: number): void
  /** Nothing of the site is held any more. */
  clear(siteId: string): void
}

interface HeldCall {
  readonly siteId: string
  /** Position behind which it began in the local journal: until that is durable, the database knows nothing of it. */
  beganBy: number | undefined
  pos: number
  readonly fields: Map<string, string>
}

/** Calls; a field has some hundred bytes, and a call few of them. */
const MOST_CALLS = 20_000

export function createPrivateOverlay(behind: PrivatePort, mostCalls = MOST_CALLS): PrivateOverlay {
  /** In the order of their newest fields. */
  const calls = new Map<string, HeldCall>()
  const slotOf = (siteId: string, callId: string) => `${siteId}/${callId}`

  return {
    hold({ siteId, rows, privateFields }) {
      const pos = rows.at(-1)?.pos ?? 0
      const begun = new Set(rows.flatMap(({ type, subject }) => (BEGINNINGS.has(type) ? [subject] : [])))
      for (const { callId, name, value } of privateFields) {
        const slot = slotOf(siteId, callId)
        const beganBy = begun.has(callId) ? pos : undefined
        const held = calls.get(slot) ?? { siteId, beganBy, pos, fields: new Map() }
        calls.delete(slot)
        calls.set(slot, held)
        held.pos = pos
        held.fields.set(name, value)
      }
      for (const oldest of calls.keys()) {
        if (calls.size <= mostCalls) break
        calls.delete(oldest)
      }
    },
    durable(siteId, pos) {
      for (const [slot, held] of calls) {
        if (held.siteId !== siteId) continue
        if (held.pos <= pos) calls.delete(slot)
        else if (held.beganBy !== undefined && held.beganBy <= pos) held.beganBy = undefined
      }
    },
    clear(siteId) {
      for (const [slot, held] of calls) if (held.siteId === siteId) calls.delete(slot)
    },
    async read(siteId, callId, name) {
      const held = calls.get(slotOf(siteId, callId))
      const value = held?.fields.get(name)
      if (value !== undefined || held?.beganBy !== undefined) return value
      return behind.read(siteId, callId, name)
    },
    async readSome(siteId, callId, isWanted) {
      const held = calls.get(slotOf(siteId, callId))
      const here = [...(held?.fields ?? [])].filter(([name]) => isWanted(name))
      if (held?.beganBy !== undefined) return new Map(here)
      return new Map([...(await behind.readSome(siteId, callId, isWanted)), ...here])
    },
  }
}

/** The facts with which a call begins. */
const BEGINNINGS: ReadonlySet<string> = new Set(['callAccepted', 'callPlaced'])
