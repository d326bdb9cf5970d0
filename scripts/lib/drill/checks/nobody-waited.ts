/** No caller waited in a queue while an agent of that queue was ready, but for moments, and windows without service. */
import type { Evidence, Finding, JournalFact } from '../evidence.ts'
import { outside, type Span, unservedWindows } from './windows.ts'

/** Where facts are told at the moment of their inputs, none is due; deadlines in folded state are kept to this. */
const MOMENT_MS = 1_000

interface Interval extends Span {
  readonly who: string
  readonly queueId: string
}

const WAITS = new Set(['callQueued', 'callOfferEnded', 'callRequeued'])
const GOES_ON_WAITING = new Set(['callAnnounced', 'callLegEnded', 'callLegDoubted', 'dataSet'])

export function nobodyWaited(evidence: Evidence): readonly Finding[] {
  const windows = unservedWindows(evidence)
  const until = evidence.facts.at(-1)?.at ?? 0
  const waits = waitsOf(evidence.facts, until)
  const idles = idlesOf(evidence.facts, evidence.queuesOf, until)
  const findings: Finding[] = []
  for (const wait of waits) {
    for (const idle of idles) {
      if (idle.queueId !== wait.queueId) continue
      const both = { from: Math.max(wait.from, idle.from), to: Math.min(wait.to, idle.to) }
      const ms = both.to > both.from ? outside(both, windows) : 0
      if (ms <= MOMENT_MS) continue
      const what = `waited ${ms} ms in ${wait.queueId} while ${idle.who} was ready`
      findings.push({ check: 'nobody waited', what, subject: wait.who, at: both.from })
    }
  }
  return findings
}

function waitsOf(facts: readonly JournalFact[], until: number): readonly Interval[] {
  const open = new Map<string, { from: number; queueId: string }>()
  const queues = new Map<string, string>()
  const done: Interval[] = []
  for (const { kind, subject, type, at, data } of facts) {
    if (kind !== 'call' || GOES_ON_WAITING.has(type)) continue
    if (type === 'callQueued') queues.set(subject, String(data['queueId']))
    const waiting = open.get(subject)
    if (WAITS.has(type)) {
      if (!waiting) open.set(subject, { from: at, queueId: queues.get(subject) ?? '' })
    } else if (waiting) {
      open.delete(subject)
      done.push({ who: subject, ...waiting, to: at })
    }
  }
  for (const [who, one] of open) done.push({ who, ...one, to: until })
  return done
}

const LEAVES_READY = new Set(['agentReserved', 'agentBusy', 'agentNotReady', 'agentLoggedOff', 'agentWrapUp'])

function idlesOf(
  facts: readonly JournalFact[],
  queuesOf: Evidence['queuesOf'],
  until: number,
): readonly Interval[] {
  const open = new Map<string, number>()
  const done: Interval[] = []
  const close = (who: string, to: number) => {
    const from = open.get(who)
    if (from === undefined) return
    open.delete(who)
    for (const queueId of queuesOf[who] ?? []) done.push({ who, queueId, from, to })
  }
  for (const { kind, subject, type, at } of facts) {
    if (kind !== 'agent') continue
    if (type === 'agentReady') {
      if (!open.has(subject)) open.set(subject, at)
    } else if (LEAVES_READY.has(type)) close(subject, at)
  }
  for (const who of [...open.keys()]) close(who, until)
  return done
}
