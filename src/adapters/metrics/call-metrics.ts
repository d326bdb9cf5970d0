/** What durable facts say about calls. */
import { Counter, Histogram, type Registry } from 'prom-client'
import type { CallFact } from '../../domain/call/facts.ts'
import type { Call } from '../../domain/call/state.ts'
import type { JournalRow } from '../../domain/fact.ts'
import { createVoiceMeter } from './voice-metrics.ts'

export interface CallMeter {
  /** A fact of any subject; only those of calls count here. */
  fact(row: JournalRow): void
  /** Calls that began under an owner before this one: their direction and node, and since when they wait. */
  follow(calls: Iterable<Call>): void
}

interface Followed {
  readonly direction: Call['direction']
  readonly nodeId: string
  queuedAt: number | undefined
  queueId: string | undefined
}

type Waited = Extract<CallFact, { type: 'callConnected' }>['data']

const UNQUEUED = { queuedAt: undefined, queueId: undefined } as const

/**
 * So many live calls are remembered at most. A process that owns a site sees each of its calls end; one that loses
 * the site doesn't, so the oldest make room.
 */
const MAX_FOLLOWED = 50_000

const WAITS_S = [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800]
/** Below zero: served sooner than expected. */
const ERRORS_S = [-600, -300, -120, -60, -30, -10, -5, 0, 5, 10, 30, 60, 120, 300, 600]

export function createCallMeter(registry: Registry): CallMeter {
  const registers = [registry]
  const facts = new Counter({
    name: 'cti_call_facts_total',
    help: 'Durable facts about calls',
    labelNames: ['type'],
    registers,
  })
  const ended = new Counter({
    name: 'cti_calls_total',
    help: 'Calls that have ended; direction is unknown for those whose beginning this process has not seen',
    labelNames: ['direction', 'by', 'why'],
    registers,
  })
  const offer = new Histogram({
    name: 'cti_routing_offer_seconds',
    help: 'From entering the queue, or coming back to it, to the offer to an agent',
    buckets: [0.001, 0.005, 0.01, 0.05, ...WAITS_S],
    registers,
  })
  const wait = new Histogram({
    name: 'cti_wait_seconds',
    help: 'Wait in the queue of calls that were connected to an agent',
    buckets: WAITS_S,
    registers,
  })
  const estimateError = new Histogram({
    name: 'cti_queue_wait_estimate_error_seconds',
    help: 'Wait of calls that were connected to an agent, less what was expected when they were queued',
    labelNames: ['queue'],
    buckets: ERRORS_S,
    registers,
  })
  const voice = createVoiceMeter(registry)
  const followed = new Map<string, Followed>()

  function remember(callId: string, call: Followed): void {
    followed.set(callId, call)
    if (followed.size <= MAX_FOLLOWED) return
    for (const oldest of followed.keys()) {
      followed.delete(oldest)
      return
    }
  }

  function waited(data: Waited, queue = 'unknown'): void {
    const { waitedMs, expectedMs } = data
    if (waitedMs === null) return
    wait.observe(seconds(waitedMs))
    if (expectedMs !== undefined) estimateError.observe({ queue }, (waitedMs - expectedMs) / 1000)
  }

  function measure(fact: CallFact): void {
    const call = followed.get(fact.subject)
    switch (fact.type) {
      case 'callAccepted':
        remember(fact.subject, { ...UNQUEUED, direction: 'inbound', nodeId: fact.data.nodeId })
        return
      case 'callPlaced':
        remember(fact.subject, { ...UNQUEUED, direction: 'outbound', nodeId: fact.data.nodeId })
        return
      case 'callQueued':
        if (call) Object.assign(call, { queuedAt: fact.at, queueId: fact.data.queueId })
        return
      case 'callOfferEnded':
      case 'callRequeued':
        if (call) call.queuedAt = fact.at
        return
      case 'callOffered':
        if (call?.queuedAt !== undefined) offer.observe(seconds(fact.at - call.queuedAt))
        return
      case 'callConnected':
        waited(fact.data, call?.queueId)
        return
      case 'callLegEnded':
        voice.legEnded(fact.data, call?.nodeId ?? 'unknown')
        return
      case 'callEnded': {
        const { by, why } = fact.data
        ended.inc({ direction: call?.direction ?? 'unknown', by, why })
        followed.delete(fact.subject)
      }
    }
  }

  return {
    fact(row) {
      if (row.kind !== 'call') return
      facts.inc({ type: row.type })
      measure(row as JournalRow & CallFact)
    },
    follow(calls) {
      for (const { id, direction, nodeId, phase, queueId } of calls)
        remember(id, {
          direction,
          nodeId,
          queuedAt: phase.name === 'queued' ? phase.place.enqueuedAt : undefined,
          queueId,
        })
    },
  }
}

/** The wall clock may step back between two facts; a wait is never negative. */
function seconds(ms: number): number {
  return Math.max(0, ms) / 1000
}
