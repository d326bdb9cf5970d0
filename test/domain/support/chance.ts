/** Turns a few numbers into an input: mostly something that could come now, at times something that never should. */

import { type LegId, type NodeId, recordingIdOf } from '../../../src/domain/ids.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { type Arrival, type LegSnapshot, type SiteInput, takeToken } from '../../../src/domain/site/inputs.ts'
import { NODE_HEALTH } from '../../../src/domain/site/node-health.ts'
import { callOfLeg } from '../../../src/domain/site/state.ts'
import { MORE_NUMBERS } from './beyond.ts'
import { planKinds } from './plan-chance.ts'
import { agentId, callerLeg, callId, emergencyFlow, nodeId, type Site } from './story.ts'

/** `what` chooses the kind, `who` the leg, agent or call, `how` the manner, `ms` passes before it. */
export interface Draw {
  readonly what: number
  readonly who: number
  readonly how: number
  readonly ms: number
  /** Chooses the switch. */
  readonly node: number
}

const CAUSES = [
  'NORMAL_CLEARING',
  'USER_BUSY',
  'NO_ANSWER',
  'CALL_REJECTED',
  'RECOVERY_ON_TIMER_EXPIRE',
  'LOSE_RACE',
  'MEDIA_TIMEOUT',
]
const KEYS = ['1', '0', '2', '9']
const REASONS = ['refused', 'noSuchLeg', 'timedOut', 'connectionLost', 'invalid'] as const
const FORCED = [
  { name: 'ready' },
  { name: 'notReady', reasonCode: 'meeting' },
  { name: 'loggedOff' },
] as const
const SERVICE_NUMBERS = ['8000', '8001', '8999', ...MORE_NUMBERS, '__proto__', '']
const ORDERS: readonly Command['type'][] = [
  'claimLeg',
  'answer',
  'play',
  'startMusic',
  'originate',
  'bridge',
  'hangUp',
]

type Loose = Record<string, unknown> & { type: SiteInput['type'] }

function at<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T
}

/** Mostly good ones, so that there are many in a row at times; some from which nothing came, some on hold, some unknown. */
function soundBy(n: number): object {
  const receivedPackets = n % 11 === 0 ? 0 : 2_000
  const quality = { receivedPackets, sentPackets: 2_000, lostPackets: 0, jitterMs: null, mos: null }
  return n % 7 === 0 ? {} : { quality, held: n % 5 === 0 }
}

/** The site's switches: legs, snapshots and losses are of one of them. */
export const NODES: readonly NodeId[] = [nodeId, 'node_b' as NodeId, 'node_c' as NodeId]

/** @param fresh a number that no call has had yet */
export function inputOf(site: Site, one: Draw, fresh: number): Loose {
  const on = at(NODES, one.node)
  const drawn = drawnOf(site, one, fresh, on)
  // A leg lives on its caller's node, and is heard of from there alone.
  const { legId } = drawn as { legId?: LegId }
  const call = legId === undefined ? undefined : callOfLeg(site.state, legId)
  return { nodeId: call?.nodeId ?? on, ...drawn }
}

/** A caller's arrival on that node; a leg that is known stays where it is. */
function arriving(site: Site, arrival: Arrival, on: NodeId): Loose {
  const nodeId = callOfLeg(site.state, arrival.legId)?.nodeId ?? on
  return { type: 'legParked', nodeId, arrival: { ...arrival, nodeId } }
}

function drawnOf(site: Site, { what, who, how }: Draw, fresh: number, on: NodeId): Loose {
  const legs = [...site.state.legs.keys(), callerLeg(fresh + 1), callerLeg(1)]
  const legId = at(legs, who)
  const calls = [...site.state.calls.values()]
  const call = calls.length > 0 ? at(calls, who) : undefined
  const agent = agentId(at(['li', 'wang', 'nobody'], who))
  const rings = calls.flatMap(({ duty }) => duty?.rings ?? [])
  const ring = rings.length > 0 ? at(rings, who) : undefined
  const tokens = calls.flatMap(({ phase }) => ('token' in phase ? [phase.token] : []))
  const token = at([...tokens, `${callId(1)}.1`], how)
  const walker = calls.find(({ phase }) => 'token' in phase && phase.token === token)
  const walkerLeg = walker ? at([...walker.legs.keys()], 0) : legId
  const order = at(ORDERS, how)
  const mates = call ? [...call.legs.keys()] : legs
  const kinds: readonly (() => Loose)[] = [
    () => arriving(site, site.arrival(fresh, at(SERVICE_NUMBERS, who)), on),
    () => arriving(site, site.arrival(fresh, at(SERVICE_NUMBERS, who)), on),
    () => arriving(site, { ...site.arrival(fresh), legId }, on),
    () => arriving(site, site.arrival(fresh, at(MORE_NUMBERS, how)), on),
    () => ({ type: 'legCreated', legId, callId: callId(fresh) }),
    () => ({ type: 'legRinging', legId }),
    () => ({ type: 'legHeard', legId }),
    () => ({ type: 'legAnswered', legId }),
    () => ({ type: 'legAnswered', legId }),
    () => ({ type: 'legAnswered', legId }),
    () => ({ type: 'legsBridged', legId: at(mates, 0), withLegId: at(mates, mates.length - 1) }),
    () => ({ type: 'legsBridged', legId: at(mates, 0), withLegId: at(mates, mates.length - 1) }),
    () => ({ type: 'legsBridged', legId, withLegId: at(legs, how) }),
    () => ({ type: 'legsUnbridged', legId }),
    () => ({ type: 'legHungUp', legId, cause: at(CAUSES, how), ...soundBy(who + how) }),
    () => ({ type: 'promptFinished', legId: walkerLeg, token }),
    () => ({ type: 'promptFinished', legId: walkerLeg, token }),
    () => ({ type: 'keyPressed', legId: call ? at([...call.legs.keys()], 0) : legId, key: at(KEYS, how) }),
    () => ({
      type: 'digitsCollected',
      legId: walkerLeg,
      token,
      result: { kind: 'interrupted', key: at(KEYS, who) },
    }),
    () => ({
      type: 'digitsCollected',
      legId: walkerLeg,
      token,
      result: { kind: 'digits', digits: at(['#', '5'], who) },
    }),
    () => ({
      type: 'digitsCollected',
      legId: walkerLeg,
      token,
      result: { kind: 'digits', digits: at(['1', '9', 'x'], who) },
    }),
    () => ({
      type: 'digitsCollected',
      legId: walkerLeg,
      token,
      result: { kind: at(['none', 'invalid'], who) },
    }),
    () => ({
      type: 'commandFailed',
      legId,
      command: order,
      token: undefined,
      reason: at(REASONS, who),
      cause: undefined,
    }),
    () => ({
      type: 'commandFailed',
      legId,
      command: 'bridge',
      token: undefined,
      reason: at(REASONS, how),
      cause: undefined,
    }),
    () => ({
      type: 'commandFailed',
      legId: walkerLeg,
      command: 'play',
      token,
      reason: 'refused',
      cause: undefined,
    }),
    () => ({
      type: 'digitsCollected',
      legId: ring?.legId ?? legId,
      token: ring?.token ?? token,
      result: how % 4 === 0 ? { kind: 'none' } : { kind: 'digits', digits: '1' },
    }),
    () => ({ type: 'legAnswered', legId: ring?.legId ?? legId }),
    () => ({ type: 'logOnAgent', agentId: agent, extension: at([undefined, '1001', '1009'], how) }),
    () => ({ type: 'makeAgentReady', agentId: agent }),
    () => ({ type: 'makeAgentReady', agentId: agent }),
    () => ({ type: 'makeAgentReady', agentId: agent }),
    () => ({ type: 'makeAgentNotReady', agentId: agent, reasonCode: 'break' }),
    () => ({ type: 'logOffAgent', agentId: agent }),
    () => ({ type: 'endWrapUp', agentId: agent }),
    () => ({ type: 'acceptOffer', agentId: agent }),
    () => ({ type: 'rejectOffer', agentId: agent, ...(how % 2 === 0 ? {} : { reasonCode: 'break' }) }),
    () => ({ type: 'phoneGone', extension: at(['1001', '1002', '1009'], how) }),
    () => ({ type: 'phoneRegistered', extension: at(['1001', '1002', '1009'], how) }),
    () => ({ type: 'extendWrapUp', agentId: agent }),
    () => ({ type: 'forceAgent', agentId: agent, by: 'key_boss', to: at(FORCED, how) }),
    () => ({ type: 'chooseQueues', agentId: agent, queueIds: at([null, null, []], how) }),
    () => ({
      type: 'makeCall',
      agentId: agent,
      callId: callId(fresh),
      called: { masked: '139****0000', hash: 'p' },
    }),
    () => ({ type: 'clearCall', callId: call?.id ?? callId(fresh) }),
    () => ({ type: 'publishFlow', flow: { ...emergencyFlow, version: `emergency-${how}` } }),
    ...recordingKinds(site, who, how),
    () => ({ type: 'switchLost' }),
    () => ({
      type: 'switchConnected',
      coreUuid: `core-${how % 2}`,
      legs: snapshot(site, who, how, fresh, on),
    }),
    () => ({ type: 'switchHealth', health: at(NODE_HEALTH, how), detail: 'x' }),
    () => ({ type: 'drainNode' }),
    () => ({ type: 'readmitNode' }),
    () => ({ type: 'giveUpNode' }),
    () => ({ type: 'siteTaken', controllerId: 'other', address: 'elsewhere' }),
    () => ({ type: 'keepSite' }),
    () => ({ type: 'releaseSite' }),
    ...planKinds(site.now, who, how, fresh),
  ]
  return at(kinds, what)()
}

/** What switch, API and recorder say of recordings, of which none may be there. */
function recordingKinds(site: Site, who: number, how: number): (() => Loose)[] {
  const recordings = [...site.state.recordings.values()]
  const recording = recordings.length > 0 ? at(recordings, who) : undefined
  const recordingId = recording?.id ?? recordingIdOf(callId(1))
  const newest = Math.max(0, (recording?.takes.length ?? 1) - 1)
  const take = how % 5 === 0 ? how : Math.max(0, newest - (how % 2))
  const legId = recording?.takes[take]?.legId ?? callerLeg(1)
  const on = { legId, recordingId, take }
  const object = { objectKey: 'o', byteLength: 8, sha256: 'x', truncated: false }
  const command = at(['startRecording', 'stopRecording', 'maskRecording'], how)
  const token = takeToken(recordingId, take)
  return [
    () => ({ type: 'recordingBegan', ...on }),
    () => ({ type: 'recordingBegan', ...on }),
    () => ({ type: 'recordingStopped', ...on, cause: 'x' }),
    () => ({ type: 'recordingMaskChanged', ...on, masked: how % 3 === 0 }),
    () => ({ type: 'legCodecChanged', legId }),
    () => ({ type: 'commandFailed', legId, command, token, reason: at(REASONS, who), cause: undefined }),
    () => ({ type: 'maskRecording', callId: recording?.callId ?? callId(1), masked: how % 2 === 0 }),
    () => ({ type: 'noteTakeStalled', recordingId, take }),
    () => ({ type: 'noteTakeAccounted', recordingId, take, samples: how * 8 }),
    () => ({
      type: 'noteSegmentStored',
      recordingId,
      take,
      segment: take * 1_000,
      startedAt: 1,
      samples: 8,
      ...object,
    }),
    () => ({ type: 'setRecordingPolicy', enabled: how % 4 !== 0, inbound: true, outbound: true }),
    () => ({ type: 'noteRecorder', nodeId: on, by: how % 2 === 0 ? 'one' : 'two', seals: who % 3 !== 0 }),
  ]
}

/** What the switch might have: each known leg or not, bridged or not; and one that nobody knows. */
function snapshot(site: Site, who: number, how: number, fresh: number, on: NodeId): LegSnapshot[] {
  const legs: LegSnapshot[] = []
  let bit = 1
  for (const call of site.state.calls.values()) {
    if (call.nodeId !== on) continue
    const there = [...call.legs].filter(() => {
      bit = (bit * 2) % 61
      return ((who * 7 + 1) & bit) !== 0
    })
    const isBridged = there.length === 2 && how % 3 !== 0
    for (const [legId, leg] of there) {
      const other = there.find(([id]) => id !== legId)?.[0]
      legs.push({
        legId,
        callId: call.id,
        role: leg.role,
        answered: leg.answered || how % 2 === 0,
        bridgedTo: isBridged ? other : undefined,
        waiting: leg.role === 'caller' && how % 5 !== 0,
        fallback: leg.role === 'caller' && how % 7 === 0,
        arrival: undefined,
      })
    }
  }
  const arrival = { ...site.arrival(fresh), nodeId: on }
  const nobodys = { callId: undefined, role: undefined, answered: false, bridgedTo: undefined } as const
  if (how % 2 === 0) legs.push({ ...nobodys, legId: arrival.legId, waiting: false, fallback: false, arrival })
  return legs
}
