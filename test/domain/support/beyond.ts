/** A flow with everything that goes beyond menus and agents, and calls at a certain point of it. */
import { expect } from 'vitest'
import type { DutyChain } from '../../../src/domain/acd/duty-chain.ts'
import type { FlowId } from '../../../src/domain/ids.ts'
import type { Flow, Step } from '../../../src/domain/ivr/flow.ts'
import { heard, phaseOf, tokenOf } from './given.ts'
import {
  agentId,
  agentLeg,
  aSite,
  callerLeg,
  directFlow,
  type Happened,
  numbers,
  queueId,
  type Site,
} from './story.ts'

export const NUMBER = '8003'

const steps = {
  wait: {
    kind: 'queue',
    queueId: queueId('general'),
    priority: 'routine',
    music: 'local_stream://moh',
    enterPrompts: [],
    maxWaitMs: 90_000,
    otherwise: 'ring',
    announcements: { everyMs: 20_000, prompts: ['please-wait'], position: true },
    keys: { '1': { name: 'leaveMessage', next: 'message' }, '2': { name: 'lookElsewhere', next: 'away' } },
    afterTalk: 'rate',
  },
  rate: {
    kind: 'survey',
    name: 'satisfaction',
    dimensions: [{ name: 'kindness', prompts: ['rate-kindness'] }],
    lowest: 1,
    highest: 5,
    timeoutMs: 5_000,
    attempts: 1,
    noInputPrompts: [],
    invalidPrompts: [],
    next: 'bye',
  },
  message: {
    kind: 'voicemail',
    prompts: ['leave-message'],
    maxMs: 60_000,
    endKey: '#',
    next: 'bye',
    otherwise: 'sorry',
  },
  ring: { kind: 'transfer', to: { extension: '2001' }, prompts: [], ringMs: 25_000, otherwise: 'sorry' },
  outside: {
    kind: 'transfer',
    to: { number: '02112345678' },
    prompts: ['transferring'],
    ringMs: 25_000,
    otherwise: 'sorry',
  },
  away: { kind: 'transfer', to: { flowId: directFlow.id }, prompts: [], ringMs: 0, otherwise: 'sorry' },
  nowhere: {
    kind: 'transfer',
    to: { flowId: 'flow_unknown' as FlowId },
    prompts: [],
    ringMs: 0,
    otherwise: 'sorry',
  },
  later: { kind: 'callback', queueId: queueId('general'), accepted: 'bye', notYet: 'wait' },
  sorry: { kind: 'announce', prompts: ['sorry'], next: 'bye' },
  bye: { kind: 'hangUp', prompts: [], cause: 'NORMAL_CLEARING' },
  urgent: {
    kind: 'queue',
    queueId: queueId('general'),
    priority: 'emergency',
    music: 'local_stream://moh',
    enterPrompts: [],
  },
} as const satisfies Record<string, Step>

function beyondFlow(start: keyof typeof steps, name = 'beyond'): Flow {
  return {
    id: `flow_${name}` as FlowId,
    version: `beyond-${start}`,
    languages: ['zh'],
    start,
    profiles: {},
    emergency: { key: '0', step: 'urgent' },
    steps,
  }
}

/** A site on whose number 8003 callers begin at that step. */
export function beyondSite(start: keyof typeof steps, isRecording = true): Site {
  const site = aSite()
  begins(site, start)
  site.when({ type: 'setRecordingPolicy', enabled: isRecording, inbound: true, outbound: true })
  return site
}

const MORE = {
  '8003': 'wait',
  '8004': 'message',
  '8005': 'ring',
  '8006': 'outside',
  '8007': 'away',
  '8008': 'later',
} as const
export const MORE_NUMBERS = Object.keys(MORE)

export function moreFlows(): (readonly [number: string, flow: Flow])[] {
  return Object.entries(MORE).map(([number, start]) => [number, beyondFlow(start, start)] as const)
}

/** Who is on duty where these flows lead: a mobile, two agents, and another number where nobody is on. */
export const DUTY: DutyChain = {
  steps: [
    { afterMs: 4_000, when: 'always', to: { number: '13800000001' }, ringMs: 12_000 },
    { afterMs: 9_000, when: 'always', to: { agentId: agentId('wang') }, ringMs: 12_000 },
    { afterMs: 9_000, when: 'always', to: { agentId: agentId('a1') }, ringMs: 12_000 },
    { afterMs: 15_000, when: 'nobodyOn', to: { number: '13800000002' }, ringMs: 12_000 },
  ],
  pauseMs: 8_000,
}

/** Callers of the numbers 8003 to 8007 begin at steps of these flows; the others as they do everywhere. */
export function beginsWithMore(site: Site): void {
  const more = moreFlows()
  const callback = { ringMs: 20_000, attempts: 2, pauseMs: 60_000, keepMs: 600_000, atOnce: 2, most: 5 }
  const definition = site.state.queues.get(queueId('general'))?.definition
  site.when({ type: 'defineQueue', queue: { ...definition, callback, duty: DUTY, emergencyAlarmMs: 3_000 } })
  for (const [, flow] of more) site.when({ type: 'publishFlow', flow, origin: 'file' })
  const all = { ...numbers, ...Object.fromEntries(more.map(([number, { id }]) => [number, id])) }
  site.when({ type: 'assignNumbers', numbers: all, otherwise: directFlow.id })
}

export function begins(site: Site, start: keyof typeof steps): void {
  const flow = beyondFlow(start)
  site.when({ type: 'publishFlow', flow, origin: 'file' })
  const all = { ...numbers, [NUMBER]: flow.id }
  site.when({ type: 'assignNumbers', numbers: all, otherwise: directFlow.id })
}

/** The caller is answered and begins. */
export function calls(site: Site, n = 1): Happened {
  const arrived = site.arrives(n, NUMBER)
  site.leg('legAnswered', callerLeg(n))
  return arrived
}

/** The caller has been asked to speak, and speaks. */
export function speaks(site: Site, n = 1): Happened {
  calls(site, n)
  const begun = heard(site, n)
  expect(phaseOf(site, n)).toBe('voicemail')
  return begun
}

/** The phone rings, was answered, and the two talk. */
export function handedOn(site: Site, n = 1): void {
  calls(site, n)
  site.leg('legAnswered', agentLeg(n, 1))
  site.leg('legsBridged', callerLeg(n), { withLegId: agentLeg(n, 1) })
  expect(phaseOf(site, n)).toBe('handedOn')
}

/** The caller waits, and talks with the agent who became ready. */
export function talks(site: Site, n = 1, name = 'li'): void {
  site.agentReady(name)
  calls(site, n)
  site.leg('legAnswered', agentLeg(n, 1))
  site.leg('legsBridged', callerLeg(n), { withLegId: agentLeg(n, 1) })
  expect(phaseOf(site, n)).toBe('connected')
}

export function key(site: Site, n: number, pressed: string): Happened {
  return site.leg('keyPressed', callerLeg(n), { key: pressed })
}

/** What the wait for a key came to. */
export function collected(site: Site, n: number, result: object): Happened {
  return site.leg('digitsCollected', callerLeg(n), { token: tokenOf(site, n), result })
}
