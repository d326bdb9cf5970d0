/**
 * Notes for auditors, in the site's journal: by way of its owner, as everything that is promised.
 *
 * Denials don't wait: the first of a principal for an operation goes out at once, those that follow within some seconds
 * are summed, so that a flood is a few facts. What an owner can't take just now is summed on, and told later. Acts are
 * the caller's to wait for.
 */
import type { AccessNote, DenialReason } from '../domain/access/facts.ts'
import type { AccessId } from '../domain/ids.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { DispatchOutcome, SiteGateway } from './gateway.ts'
import type { PrivateField } from './ports.ts'

export interface Denial {
  readonly principal: string
  /** The route's `operationId`. */
  readonly operation: string
  readonly reason: DenialReason
  readonly missing: string | null
}

export interface AccessNotes {
  /** Returns at once and never throws. */
  denied(denial: Denial): void
  /** Anything but `accepted`: it isn't in the journal, or nobody knows. */
  note(
    note: AccessNote,
    reason?: { readonly field: (id: AccessId) => PrivateField },
  ): Promise<DispatchOutcome>
  /** Tells what is summed and lets go. */
  close(): Promise<void>
}

export interface AccessNotesOptions {
  readonly gateway: Pick<SiteGateway, 'dispatch'>
  readonly siteId: string
  readonly timeoutMs: number
  newAccessId(): AccessId
  readonly log: Log
  /** Denials of one principal and operation within this time are one fact. */
  readonly windowMs?: number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
}

interface Summed {
  readonly denial: Denial
  /** Not told yet. */
  times: number
  failures: number
  readonly stopLooking: () => void
}

const WINDOW_MS = 10_000
/** Principals and operations summed at once; the denials of all others are one sum. */
const MOST_SUMS = 1_000
/** Windows in a row in which nobody took a sum, after which it is given up: half an hour. */
const MOST_FAILURES = 180

export function createAccessNotes(options: AccessNotesOptions): AccessNotes {
  const { gateway, siteId, timeoutMs, newAccessId, log } = options
  const { windowMs = WINDOW_MS, timers = machineTimers } = options
  const sums = new Map<string, Summed>()
  const telling = new Set<Promise<void>>()
  let closed = false

  function dispatch(note: AccessNote, field?: (id: AccessId) => PrivateField): Promise<DispatchOutcome> {
    const accessId = newAccessId()
    const sealed = field?.(accessId)
    return gateway.dispatch(
      siteId,
      { type: 'noteAccess', accessId, note, ...(sealed && { reasonLength: sealed.value.length }) },
      { timeoutMs, privateFields: sealed ? [sealed] : [] },
    )
  }

  function tell(sum: Summed): void {
    const { times } = sum
    sum.times = 0
    const told = dispatch({ type: 'accessDenied', data: { ...sum.denial, times } })
      .then(({ type }) => {
        if (type === 'accepted') sum.failures = 0
        // Whether a note that timed out is there isn't known; said twice is better than not at all.
        else again(sum, times, type)
      })
      .catch((err: unknown) => log.error({ err }, 'a denial could not be noted'))
      .finally(() => telling.delete(told))
    telling.add(told)
  }

  function again(sum: Summed, times: number, why: string): void {
    sum.failures += 1
    sum.times += times
    if (sum.failures < MOST_FAILURES && !closed) return
    log.warn({ times: sum.times, why }, 'denials were never noted: nobody took them')
    sum.times = 0
  }

  function look(slot: string): void {
    const sum = sums.get(slot)
    if (!sum) return
    if (sum.times > 0) tell(sum)
    else if (sum.failures === 0 || sum.failures >= MOST_FAILURES) forget(slot, sum)
  }

  function forget(slot: string, sum: Summed): void {
    sum.stopLooking()
    sums.delete(slot)
  }

  return {
    denied(denial) {
      if (closed) return
      let slot = `${denial.principal} ${denial.operation} ${denial.reason}`
      let about = denial
      if (!sums.has(slot) && sums.size >= MOST_SUMS) {
        slot = 'others'
        about = { principal: 'several', operation: 'several', reason: denial.reason, missing: null }
      }
      const known = sums.get(slot)
      if (known) {
        known.times += 1
        return
      }
      const stopLooking = timers.every(windowMs, () => look(slot))
      const sum = { denial: about, times: 1, failures: 0, stopLooking }
      sums.set(slot, sum)
      tell(sum)
    },
    note: (note, reason) => dispatch(note, reason?.field),
    async close() {
      closed = true
      for (const [slot, sum] of sums) {
        if (sum.times > 0) tell(sum)
        forget(slot, sum)
      }
      await Promise.all(telling)
    },
  }
}
