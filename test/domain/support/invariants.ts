/** What must hold of a site's state after every input, and of its journal at every moment. */
import { serves } from '../../../src/domain/acd/agent.ts'
import { agentDueWithLicences } from '../../../src/domain/acd/licence-days.ts'
import { servedBefore } from '../../../src/domain/acd/waiting.ts'
import { type Call, dueOf, hasSpeech, placeWaitedAt } from '../../../src/domain/call/state.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { type AgentId, recordingIdOf } from '../../../src/domain/ids.ts'
import { drillUnderWay } from '../../../src/domain/plan/state.ts'
import { MOST_FAILURES } from '../../../src/domain/recording/follow.ts'
import { nextDeadline } from '../../../src/domain/site/evolve.ts'
import { unservedDue } from '../../../src/domain/site/evolve-nodes.ts'
import { expectsLeg } from '../../../src/domain/site/legs.ts'
import { isPaused } from '../../../src/domain/site/nodes.ts'
import { HEARD_IN_A_ROW } from '../../../src/domain/site/sound.ts'
import { isReachable, type SiteState } from '../../../src/domain/site/state.ts'
import { callbackFaults } from './callback-check.ts'

/** All that is wrong with the state, in words; empty when nothing is. */
export function faultsOf(state: SiteState): string[] {
  return [
    ...agentFaults(state),
    ...legFaults(state),
    ...queueFaults(state),
    ...deadlineFaults(state),
    ...recordingFaults(state),
    ...nodeFaults(state),
    ...soundFaults(state),
    ...callbackFaults(state),
    ...dutyFaults(state),
    ...indexFaults(state),
  ]
}

/** What is counted fact by fact is what counting anew gives. */
function indexFaults(state: SiteState): string[] {
  const faults: string[] = []
  for (const nodeId of state.nodes.keys()) {
    let legs = 0
    for (const call of state.calls.values()) if (call.nodeId === nodeId) legs += call.legs.size
    if (state.nodeLegs.of(nodeId) !== legs)
      faults.push(`${nodeId} has ${legs} legs, the index says otherwise`)
  }
  const { attendance } = state.ready
  for (const { id, members } of state.queues.values()) {
    const on = [...members].flatMap((agentId) => {
      const agent = state.agents.get(agentId)
      return agent && serves(agent, id) ? [agent] : []
    })
    const idle = on.some(({ phase }) => phase.name === 'ready')
    if (attendance.isManned(id) !== on.length > 0)
      faults.push(`${id} has ${on.length} on, the index says otherwise`)
    if (attendance.hasIdle(id) !== idle)
      faults.push(`somebody is idle for ${id}: ${idle}, the index says otherwise`)
  }
  return faults
}

/** Whoever is rung on duty has a leg, one only, and if on, nothing else to do; and emergencies that wait are known. */
function dutyFaults(state: SiteState): string[] {
  const faults: string[] = []
  const rung = new Set<AgentId>()
  for (const { id, duty, legs } of state.calls.values()) {
    for (const { legId, agentId } of duty?.rings ?? []) {
      if (legs.get(legId)?.leavingBy !== undefined) faults.push(`${legId} of ${id} rings on duty and leaves`)
      if (!legs.has(legId)) faults.push(`${id} has no leg ${legId} that rings on duty`)
      if (agentId === null) continue
      if (rung.has(agentId)) faults.push(`${agentId} is rung on duty twice`)
      rung.add(agentId)
      const phase = state.agents.get(agentId)?.phase
      const isHeld = phase?.name === 'reserved' && phase.legId === legId
      if (!isHeld && phase?.name !== 'loggedOff')
        faults.push(`${agentId} rings on duty and is ${phase?.name}`)
    }
  }
  const known = new Set(state.emergencies)
  for (const call of state.calls.values()) {
    const waits = placeWaitedAt(call.phase)?.priority === 'emergency' && call.alarmAt === undefined
    if (waits !== known.delete(call.id)) faults.push(`${call.id} waits as an emergency: ${waits}`)
  }
  if (known.size > 0) faults.push(`${[...known]} wait as emergencies and aren’t there`)
  const isAlarmed = [...state.alarms.values()].some(({ alarm }) => alarm === 'emergencyWaiting')
  if (isAlarmed !== [...state.emergencies].length > 0) faults.push(`an emergency waits: not ${isAlarmed}`)
  return faults
}

/** Talks are counted exactly where an alarm about sound lasts, and never so many that it should be over. */
function soundFaults(state: SiteState): string[] {
  const alarmed = [...state.alarms.values()].filter(({ alarm, nodeId }) => alarm === 'oneWayAudio' && nodeId)
  const nodes = alarmed.map(({ nodeId }) => nodeId).sort()
  const counted = [...state.heardInARow.keys()].sort()
  const faults: string[] = []
  if (nodes.join() !== counted.join()) faults.push(`talks are counted on ${counted}, alarms last on ${nodes}`)
  for (const [nodeId, talks] of state.heardInARow)
    if (talks >= HEARD_IN_A_ROW) faults.push(`${talks} good talks on ${nodeId}, and the alarm lasts`)
  return faults
}

function agentFaults(state: SiteState): string[] {
  const faults: string[] = []
  for (const agent of state.agents.values()) {
    const { phase } = agent
    if (phase.name !== 'reserved' && phase.name !== 'busy') continue
    const leg = state.calls.get(phase.callId)?.legs.get(phase.legId)
    if (!leg) faults.push(`${agent.id} is ${phase.name} by a leg that isn't there`)
    else if (leg.agentId !== agent.id)
      faults.push(`${agent.id} is ${phase.name} by the leg of ${leg.agentId}`)
  }
  for (const call of state.calls.values()) {
    const { phase } = call
    const rung = phase.name === 'offered' ? phase.offers : 'agentId' in phase ? [phase] : []
    if (phase.name === 'offered' && rung.length === 0) faults.push(`${call.id} is offered to nobody`)
    for (const { agentId, legId } of rung) {
      const agent = state.agents.get(agentId)?.phase
      const holds = agent?.name === 'reserved' || agent?.name === 'busy' ? agent : undefined
      if (holds?.callId !== call.id || holds.legId !== legId)
        faults.push(`${call.id} is ${phase.name} with ${agentId}, who is ${agent?.name}`)
    }
  }
  return faults
}

function legFaults(state: SiteState): string[] {
  const faults: string[] = []
  let count = 0
  for (const call of state.calls.values()) {
    for (const legId of call.legs.keys()) {
      count += 1
      if (state.legs.get(legId) !== call.id)
        faults.push(`${legId} of ${call.id} is ${state.legs.get(legId)}'s`)
    }
    for (const [legId, leg] of call.legs) {
      const isLeaving = leg.leavingBy !== undefined || call.phase.name === 'ending'
      if (call.direction === 'inbound' && !isLeaving && !expectsLeg(call, legId))
        faults.push(`${legId} of ${call.id} is left over in ${call.phase.name}`)
    }
    if (call.legs.size === 0 && call.phase.name !== 'awaitingCallback')
      faults.push(`${call.id} lives without a leg`)
  }
  if (count !== state.legs.size) faults.push(`${state.legs.size} legs are listed, calls have ${count}`)
  return faults
}

function queueFaults(state: SiteState): string[] {
  const faults: string[] = []
  const listed = new Set<Call>()
  for (const queue of state.queues.values()) {
    const list = [...queue.waiting]
    list.forEach((waiting, index) => {
      listed.add(waiting.call)
      const next = list[index + 1]
      if (next && servedBefore(waiting.place, next.place) >= 0) faults.push(`${queue.id} is out of order`)
      if (waiting.call.phase.name !== 'queued') faults.push(`${waiting.call.id} is listed and doesn't wait`)
    })
    const idle = [...queue.members].find((id) => {
      const agent = state.agents.get(id)
      return agent?.phase.name === 'ready' && serves(agent, queue.id)
    })
    // Test calls have members of their own.
    const kept = list.find(({ call }) => isReachable(state, call.nodeId) && !call.drill)
    if (idle && kept) faults.push(`${kept.call.id} waits in ${queue.id} while ${idle} is idle`)
  }
  for (const call of state.calls.values()) {
    if (call.phase.name === 'queued' && !listed.has(call)) faults.push(`${call.id} waits in no list`)
  }
  return faults
}

/** Phases that only people end, whose doing the switch reports. */
const PEOPLE = new Set(['queued', 'connected', 'handedOn', 'fallback'])

function deadlineFaults(state: SiteState): string[] {
  const faults: string[] = []
  let earliest: number | undefined
  const seen = (at: number | undefined) => {
    if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at
  }
  for (const call of state.calls.values()) {
    const reachable = isReachable(state, call.nodeId)
    const due = dueOf(call, reachable)
    seen(due)
    if (reachable && due === undefined && !PEOPLE.has(call.phase.name))
      faults.push(`${call.id} is ${call.phase.name} without a deadline`)
  }
  for (const agent of state.agents.values()) seen(agentDueWithLicences(agent))
  seen(unservedDue(state))
  for (const { until } of state.plans.on) seen(until ?? undefined)
  seen(drillUnderWay(state.plans)?.until)
  const next = nextDeadline(state)?.at
  if (next !== earliest) faults.push(`the next deadline is ${earliest}, the index says ${next}`)
  return faults
}

function nodeFaults(state: SiteState): string[] {
  const faults: string[] = []
  for (const [id, { connected, lostAt, drainingSince, suspended, health }] of state.nodes) {
    if (connected === (lostAt !== null)) faults.push(`${id} is connected: ${connected}, lost at ${lostAt}`)
    if (suspended && drainingSince === null) faults.push(`${id} is suspended, and isn't being drained`)
    if (!connected && health !== 'healthy') faults.push(`${id} is out of reach and ${health}`)
  }
  const inReach = [...state.nodes.values()].filter((node) => node.connected)
  const isServed = inReach.length === 0 || inReach.some((node) => !isPaused(node))
  if (isServed !== (state.unservedSince === null))
    faults.push(`nobody takes calls since ${state.unservedSince}`)
  return faults
}

function recordingFaults(state: SiteState): string[] {
  const faults: string[] = []
  for (const recording of state.recordings.values()) {
    const { id, takes, callId, isClosed } = recording
    const call = state.calls.get(callId)
    const running = takes.filter(({ ended }) => ended === null)
    if (running.length > 1) faults.push(`${id} has ${running.length} running takes`)
    if (running.length > 0 && !(call && hasSpeech(call))) faults.push(`${id} runs, and nobody talks`)
    if (running.some(({ legId }) => state.legs.get(legId) !== callId))
      faults.push(`${id} runs on no leg of its call`)
    if (isClosed === (call !== undefined))
      faults.push(`${id} is ${isClosed ? '' : 'not '}closed, its call is ${call?.phase.name}`)
    if ((recording.talksSince !== null) !== (call !== undefined && hasSpeech(call)))
      faults.push(`${id} has a talk since ${recording.talksSince}, its call is ${call?.phase.name}`)
  }
  const { enabled, inbound, outbound } = state.recordingPolicy
  for (const call of state.calls.values()) {
    if (!(enabled && inbound && outbound) || !hasSpeech(call) || !isReachable(state, call.nodeId)) continue
    const recording = state.recordings.get(recordingIdOf(call.id))
    // By the caller's wish.
    if (call.noRecording && call.phase.name !== 'voicemail') continue
    if (call.doubtedUntil !== undefined || (recording?.failures ?? 0) >= MOST_FAILURES) continue
    if (recording?.takes.at(-1)?.ended !== null) faults.push(`${call.id} talks unrecorded`)
  }
  return faults
}

const FINAL: ReadonlySet<string> = new Set(['callEnded', 'recordingCompleted', 'recordingOpened'])

/** Follows a journal row by row. */
export class JournalCheck {
  readonly faults: string[] = []
  readonly #seqs = new Map<string, number>()
  readonly #ended = new Set<string>()
  /** How many calls have had their final fact. */
  ended = 0
  #pos = 0

  add(row: JournalRow): void {
    this.#pos += 1
    if (row.pos !== this.#pos) this.faults.push(`position ${row.pos} where ${this.#pos} is next`)
    if (this.#ended.has(row.subject)) this.faults.push(`${row.type} of ${row.subject} after its final fact`)
    const seq = (this.#seqs.get(row.subject) ?? 0) + 1
    if (row.subjectSeq !== seq) this.faults.push(`${row.subject} has ${row.subjectSeq} where ${seq} is next`)
    this.#seqs.set(row.subject, seq)
    if (FINAL.has(row.type)) this.#ended.add(row.subject)
    if (row.type === 'callEnded') this.ended += 1
  }
}
