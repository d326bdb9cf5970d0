/** How long it took until somebody was there again: reported, never judged. */
import { callsOf, lastDigits } from './calls.ts'
import type { Evidence, FaultSeen, JournalFact } from './evidence.ts'
import type { KindName } from './kinds.ts'
import { stateAfter } from './states.ts'

export interface Times {
  /** From the death, or with two controllers the pause, of the site's owner to the next `siteTaken`, as it was seen. */
  readonly takeoverMs: readonly number[]
  /** From taking the site, or losing a switch, to knowing what is there: `switchConnected`. */
  readonly reconcileMs: readonly number[]
  /** With every controller dead, until the fallback group rang: */
  readonly failOpen: {
    /** who came then, or was taken by none, from the INVITE; */
    readonly newMs: readonly number[]
    /** who waited, from the deaths; */
    readonly waitingMs: readonly number[]
    /** whose talk ended then, from its end as the agent's phone saw it. */
    readonly talkedMs: readonly number[]
  }
}

/** After which somebody takes the site at once; where one alone is away for a while on purpose, that while would be measured. */
const DEATHS: readonly KindName[] = ['controllerKilled', 'controllerTold']
const DEATHS_OF_TWO: readonly KindName[] = [
  ...DEATHS,
  'controllerAsleep',
  'controllerForgotten',
  'sleeperForgotten',
  'controllerCutOff',
]

export type TimesSeen = Pick<
  Evidence,
  'controllers' | 'faults' | 'facts' | 'callers' | 'agentCalls' | 'fallbackCalls'
>

export function timesOf(evidence: TimesSeen): Times {
  const { controllers, faults, facts } = evidence
  const deaths = controllers === 2 ? DEATHS_OF_TWO : DEATHS
  const takeoverMs = faults.flatMap(({ kind, at, recoveredAt }) => {
    const until = (recoveredAt ?? Number.POSITIVE_INFINITY) + 1_000
    if (!deaths.includes(kind)) return []
    const taken = facts.find(({ type, seenAt }) => type === 'siteTaken' && seenAt > at && seenAt <= until)
    return taken ? [taken.seenAt - at] : []
  })
  const failOpen = { newMs: [] as number[], waitingMs: [] as number[], talkedMs: [] as number[] }
  for (const fault of faults) if (fault.kind === 'controllerDead') addFailOpen(failOpen, fault, evidence)
  return { takeoverMs, reconcileMs: reconcileOf(facts), failOpen }
}

function reconcileOf(facts: readonly JournalFact[]): readonly number[] {
  const all: number[] = []
  let since: number | undefined
  for (const { type, seenAt } of facts) {
    if (type === 'siteTaken' || type === 'switchLost') since ??= seenAt
    if (type === 'switchConnected' && since !== undefined) {
      all.push(seenAt - since)
      since = undefined
    }
  }
  return all
}

function addFailOpen(
  to: { readonly newMs: number[]; readonly waitingMs: number[]; readonly talkedMs: number[] },
  { at, recoveredAt }: FaultSeen,
  { facts, callers, agentCalls, fallbackCalls }: TimesSeen,
): void {
  const until = recoveredAt ?? Number.POSITIVE_INFINITY
  const before = facts.filter((fact) => fact.at <= at)
  const calls = new Map([...callsOf(before).values()].map(({ number, callId }) => [number, callId]))
  for (const { number, rangAt } of fallbackCalls) {
    if (rangAt < at || rangAt > until) continue
    const caller = callers.find((one) => lastDigits(one.number) === lastDigits(number))
    if (!caller) continue
    const callId = calls.get(lastDigits(number))
    if (callId === undefined) {
      to.newMs.push(rangAt - caller.startedAt)
      continue
    }
    const facts = before.filter(({ subject }) => subject === callId)
    const states = facts.flatMap((fact) => stateAfter(fact) ?? [])
    const agentId = facts.findLast(({ type }) => type === 'callOffered')?.data['agentId']
    const talk = agentCalls.find((one) => {
      return one.agentId === agentId && one.answeredAt !== null && one.answeredAt <= at && one.endedAt >= at
    })
    if (states.at(-1) === 'connected' && talk) to.talkedMs.push(rangAt - talk.endedAt)
    // By the flow to the fallback group, and not by a death.
    else if (states.at(-1) !== 'fallback' && states.at(-1) !== 'connected') to.waitingMs.push(rangAt - at)
  }
}

/** The value that so many percent don't exceed (nearest rank); null of nothing. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null
}
