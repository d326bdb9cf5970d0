/**
 * Calls in the figures. A stay in a queue begins with the caller's arrival there and has one outcome; everything about it
 * counts to the interval of the arrival, whenever it is known. What an agent did with an offer counts to the interval of
 * the offer.
 *
 *   callQueued, callOverflowed ─▶ visit ─┬▶ answered ─▶ talk ─▶ wrap-up
 *                                        └▶ abandoned, overflowed, left, timedOut, fellBack, endedOtherwise
 */
import type { CallFact, OfferFailure } from '../../domain/call/facts.ts'
import type { Arrival, Deltas } from './deltas.ts'
import type { AgentMeasure, QueueMeasure } from './measures.ts'
import { note } from './recent.ts'
import { type CallStanding, newQueueStanding, type Standing, type Visit } from './standing.ts'

/** What became of a stay that nobody answered. */
type Unanswered = Extract<
  QueueMeasure,
  'abandoned' | 'overflowed' | 'left' | 'timedOut' | 'fellBack' | 'endedOtherwise'
>

const OFFER_ENDS: Readonly<Record<OfferFailure, AgentMeasure>> = {
  noAnswer: 'missed',
  rejected: 'rejected',
  busy: 'failed',
  unreachable: 'failed',
  invalidNumber: 'failed',
  failed: 'failed',
  bridgeFailed: 'failed',
  lost: 'failed',
  cancelled: 'withdrawn',
  agentLoggedOff: 'withdrawn',
  answeredElsewhere: 'withdrawn',
  preempted: 'withdrawn',
  unlicensed: 'withdrawn',
}

/** Folds a fact of a call. Gives the ids of queues and agents whose standing has changed with it. */
export function foldCall(standing: Standing, fact: CallFact, deltas: Deltas): readonly string[] {
  const call = standing.calls.get(fact.subject) ?? {}
  const touched: string[] = []
  const fold = new CallFold(standing, call, fact, deltas, touched)
  fold.run()
  if (fact.type === 'callEnded' || Object.values(call).every((one) => one === undefined))
    standing.calls.delete(fact.subject)
  else standing.calls.set(fact.subject, call)
  return touched
}

class CallFold {
  readonly #standing: Standing
  readonly #call: CallStanding
  readonly #fact: CallFact
  readonly #deltas: Deltas
  readonly #touched: string[]

  constructor(standing: Standing, call: CallStanding, fact: CallFact, deltas: Deltas, touched: string[]) {
    this.#standing = standing
    this.#call = call
    this.#fact = fact
    this.#deltas = deltas
    this.#touched = touched
  }

  run(): void {
    const fact = this.#fact
    const call = this.#call
    // A drill's test calls are nobody's figures; the agents' time with them is.
    if (call.drill) return
    switch (fact.type) {
      case 'callAccepted':
        if (fact.data.drill) call.drill = true
        return
      case 'callPlaced':
        call.outbound = true
        call.offers = { [fact.data.legId]: { agentId: fact.data.agentId, at: fact.at } }
        this.#deltas.agent(fact.data.agentId, fact.at, { outboundCalls: 1 })
        return
      case 'callQueued':
        this.#talkEnds()
        this.#leaves('left')
        this.#breaksPromise()
        this.#arrives(fact.data.queueId, fact.data.priority === 'emergency', {})
        return
      case 'callOverflowed':
        this.#overflows(fact.data.to)
        return
      case 'callLeftQueue':
        this.#leaves('left')
        return
      case 'callWaitedTooLong':
        this.#leaves('timedOut')
        return
      case 'callHandedOn':
        this.#talkEnds()
        this.#leaves(fact.data.to === 'flow' ? 'left' : 'overflowed')
        if (fact.data.to !== 'flow') this.#breaksPromise()
        return
      case 'callOffered':
        call.offers = { ...call.offers, [fact.data.legId]: { agentId: fact.data.agentId, at: fact.at } }
        this.#deltas.agent(fact.data.agentId, fact.at, { offered: 1 })
        return
      case 'callOfferEnded':
        // What a journal of a later version may say beyond the list is nobody's fault.
        this.#offerEnds(fact.data.legId, OFFER_ENDS[fact.data.why] ?? 'withdrawn')
        return
      case 'callConnected':
        this.#connected(fact.data, fact.at)
        return
      case 'callRequeued':
        this.#talkEnds()
        if (call.served) this.#deltas.queue(call.served, { requeued: 1 })
        return
      case 'callbackOffered':
        if (fact.data.outcome === 'accepted') this.#promised(fact.data.queueId)
        return
      case 'callbackAwaited':
        this.#awaitsCallback(fact.data.queueId)
        return
      case 'callbackConfirmed':
        if (call.promise) call.promise = { ...call.promise, confirmed: true }
        return
      case 'callFellBack':
        this.#talkEnds()
        this.#leaves('fellBack')
        this.#breaksPromise()
        return
      case 'stepEntered':
      case 'voicemailBegan':
      case 'afterTalkBegan':
        this.#talkEnds()
        this.#leaves('left')
        return
      case 'callEnding':
        this.#talkEnds()
        this.#leaves(fact.data.ending.why === 'abandoned' ? 'abandoned' : 'endedOtherwise')
        return
      case 'callEnded':
        this.#talkEnds()
        this.#leaves(fact.data.why === 'abandoned' ? 'abandoned' : 'endedOtherwise')
        this.#breaksPromise()
        if (!call.outbound)
          for (const legId of Object.keys(call.offers ?? {})) this.#offerEnds(legId, 'withdrawn')
        return
      default:
        return
    }
  }

  #arrives(queueId: string, urgent: boolean, more: Partial<Record<QueueMeasure, number>>): void {
    const { withinMs, shortMs } = this.#standing.queues.get(queueId) ?? newQueueStanding()
    this.#call.visit = { queueId, urgent, at: this.#fact.at, withinMs, shortMs }
    this.#deltas.queue(this.#call.visit, { arrived: 1, ...more })
  }

  #overflows(to: Extract<CallFact, { type: 'callOverflowed' }>['data']['to']): void {
    const before = this.#call.visit
    // While a number rings the caller keeps the place.
    if (to === 'number' || !before) return
    this.#leaves('overflowed')
    if ('queueId' in to) this.#arrives(to.queueId, before.urgent, { overflowedIn: 1 })
  }

  /** Nobody of the queue has answered, and nobody will. */
  #leaves(how: Unanswered): void {
    const { visit } = this.#call
    if (!visit) return
    delete this.#call.visit
    const waitedMs = this.#waited(visit)
    // Whoever goes of his or her own will within the time can't be told from one who would have been served in time.
    const ownWill = how === 'abandoned' || how === 'left'
    const unserved = ownWill && waitedMs <= visit.withinMs ? 0 : 1
    const short = how === 'abandoned' && waitedMs < visit.shortMs
    const counted = short ? 'shortAbandoned' : how
    const abandonWaitMs = counted === 'abandoned' ? waitedMs : 0
    this.#deltas.queue(visit, {
      [counted]: 1,
      unserved: short ? 0 : unserved,
      abandonWaitMs,
      longestWaitMs: waitedMs,
    })
    this.#noted(visit, [0, 0, short ? 0 : unserved, counted === 'abandoned' ? 1 : 0])
  }

  #connected({ agentId, legId }: { agentId: string; legId: string }, at: number): void {
    const call = this.#call
    const offeredAt = this.#offerTaken(legId, agentId) ?? at
    if (call.outbound) {
      this.#deltas.agent(agentId, offeredAt, { outboundConnected: 1 })
      this.#talks({ since: at, agentId, offeredAt, outbound: true })
      return
    }
    this.#deltas.agent(agentId, offeredAt, { answered: 1 })
    this.#answered()
    this.#talks({ since: at, agentId, offeredAt, ...(call.served && { from: call.served }) })
  }

  /** The offer that was answered. Others that ring on have ends of their own. Gives when it was made. */
  #offerTaken(legId: string, agentId: string): number | undefined {
    const offers = Object.entries(this.#call.offers ?? {})
    const taken = offers.find(([leg]) => leg === legId) ?? offers.find(([, to]) => to.agentId === agentId)
    this.#offersAre(offers.filter((one) => one !== taken))
    return taken?.[1].at
  }

  #offersAre(offers: readonly (readonly [string, { agentId: string; at: number }])[]): void {
    if (offers.length > 0) this.#call.offers = Object.fromEntries(offers)
    else delete this.#call.offers
  }

  #answered(): void {
    const { visit, promise } = this.#call
    if (visit) {
      const waitedMs = this.#waited(visit)
      const answeredInTime = waitedMs <= visit.withinMs ? 1 : 0
      this.#deltas.queue(visit, {
        answered: 1,
        answeredInTime,
        answerWaitMs: waitedMs,
        longestWaitMs: waitedMs,
      })
      this.#noted(visit, [answeredInTime, 1, 0, 0])
      delete this.#call.visit
      this.#call.served = arrivalOf(visit)
    } else if (promise?.confirmed) {
      this.#deltas.queue(promise, { callbacksAnswered: 1 })
      delete this.#call.promise
      this.#call.served = arrivalOf(promise)
    }
  }

  #talks(talk: NonNullable<CallStanding['talk']>): void {
    const { agentId, offeredAt, from } = talk
    this.#call.talk = talk
    const agent = this.#standing.agents.get(agentId) ?? {}
    agent.served = { callId: this.#fact.subject, offeredAt, ...(from && { from }) }
    this.#standing.agents.set(agentId, agent)
    this.#touched.push(agentId)
  }

  #talkEnds(): void {
    const { talk } = this.#call
    if (!talk) return
    delete this.#call.talk
    const talkMs = Math.max(0, this.#fact.at - talk.since)
    if (talk.from) this.#deltas.queue(talk.from, { talks: 1, talkMs })
    const of = talk.outbound ? { outboundTalkMs: talkMs } : { talks: 1, talkMs }
    this.#deltas.agent(talk.agentId, talk.offeredAt, of)
  }

  #offerEnds(legId: string, how: AgentMeasure): void {
    const { offers = {} } = this.#call
    const offer = offers[legId]
    if (!offer) return
    this.#offersAre(Object.entries(offers).filter(([leg]) => leg !== legId))
    this.#deltas.agent(offer.agentId, offer.at, { [how]: 1 })
  }

  #promised(queueId: string): void {
    const { at } = this.#fact
    const urgent = this.#call.visit?.urgent ?? false
    this.#leaves('left')
    this.#breaksPromise()
    this.#call.promise = { queueId, urgent, at }
    this.#deltas.queue({ queueId, urgent, at }, { callbacksPromised: 1 })
  }

  /** Who rings again, and hangs up, is owed the callback of the call before. */
  #awaitsCallback(queueId: string): void {
    this.#talkEnds()
    if (this.#call.promise) this.#leaves('left')
    else this.#promised(queueId)
  }

  #breaksPromise(): void {
    const { promise } = this.#call
    if (!promise) return
    delete this.#call.promise
    this.#deltas.queue(promise, { callbacksFailed: 1 })
  }

  #waited({ at }: Visit): number {
    return Math.max(0, this.#fact.at - at)
  }

  #noted({ queueId }: Visit, counts: readonly [number, number, number, number]): void {
    note(this.#standing, queueId, this.#fact.at, counts)
    this.#touched.push(queueId)
  }
}

function arrivalOf({ queueId, urgent, at }: Arrival): Arrival {
  return { queueId, urgent, at }
}
