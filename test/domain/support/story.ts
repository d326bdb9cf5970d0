/** Given a site, when inputs come, then facts and commands: the language of the domain's tests. */
import { expect } from 'vitest'
import type { Fact, Sealed } from '../../../src/domain/decision.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import {
  type AgentId,
  type CallId,
  callIdFrom,
  type FlowId,
  type LegId,
  legIdOf,
  type NodeId,
  type QueueId,
  type SiteId,
} from '../../../src/domain/ids.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { evolve } from '../../../src/domain/site/evolve.ts'
import { handle } from '../../../src/domain/site/handle.ts'
import type { Arrival, LegSnapshot, Outcome, SiteInput } from '../../../src/domain/site/inputs.ts'
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'

export const siteId = 'site_test' as SiteId
export const nodeId = 'node_a' as NodeId
export const queueId = (name: string) => `queue_${name}` as QueueId
export const agentId = (name: string) => `agent_${name}` as AgentId
export const callId = (n: number): CallId => callIdFrom(`01K${String(n).padStart(23, '0')}`)
export const callerLeg = (n: number) => `caller-leg-${n}` as LegId
export const agentLeg = (call: number, n: number): LegId => legIdOf(callId(call), n)

/** `direct`: straight into the queue. */
export const directFlow: Flow = {
  id: 'flow_direct' as FlowId,
  version: 'direct-1',
  languages: ['zh', 'en'],
  start: 'wait',
  profiles: {},
  steps: {
    wait: {
      kind: 'queue',
      queueId: queueId('general'),
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
    },
  },
}

export const emergencyFlow: Flow = {
  ...directFlow,
  id: 'flow_emergency' as FlowId,
  version: 'emergency-1',
  steps: {
    wait: {
      kind: 'queue',
      queueId: queueId('general'),
      priority: 'emergency',
      music: 'local_stream://moh',
      enterPrompts: [],
    },
  },
}

export const menuFlow: Flow = {
  id: 'flow_menu' as FlowId,
  version: 'menu-1',
  languages: ['zh', 'en'],
  start: 'welcome',
  profiles: {},
  steps: {
    welcome: { kind: 'announce', prompts: ['welcome'], next: 'menu' },
    menu: {
      kind: 'menu',
      prompts: ['main-menu'],
      options: { '1': { name: 'general', next: 'wait' }, '9': { name: 'emergency', next: 'urgent' } },
      variants: {},
      timeoutMs: 5_000,
      attempts: 3,
      noInputPrompts: ['no-input'],
      invalidPrompts: ['invalid-choice'],
      otherwise: 'wait',
    },
    wait: {
      kind: 'queue',
      queueId: queueId('general'),
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: ['transferring'],
      maxWaitMs: 60_000,
      otherwise: 'nobody',
    },
    urgent: {
      kind: 'queue',
      queueId: queueId('general'),
      priority: 'emergency',
      music: 'local_stream://moh',
      enterPrompts: [],
      maxWaitMs: 30_000,
      otherwise: 'duty',
    },
    nobody: { kind: 'hangUp', prompts: ['nobody-ready'], cause: 'NORMAL_CLEARING' },
    duty: { kind: 'fallback', prompts: [] },
  },
}

export const numbers: Readonly<Record<string, FlowId>> = {
  '8000': directFlow.id,
  '8001': menuFlow.id,
  '8999': emergencyFlow.id,
}

/** What one input came to. */
export interface Happened {
  readonly facts: readonly JournalRow[]
  readonly commands: readonly Command[]
  readonly sealed: readonly Sealed[]
  readonly outcome: Outcome | undefined
  readonly stale: boolean
}

/** A site in memory with a clock of its own. Every input is also replayed into a second state by `evolve` alone. */
export class Site {
  readonly state: SiteState = initialState(siteId)
  readonly journal: JournalRow[] = []
  now = 1_800_000_000_000
  #replayed: SiteState = initialState(siteId)

  when(input: Record<string, unknown> & { type: SiteInput['type'] }): Happened {
    const { rows, commands, sealed, outcome, stale } = handle(this.state, {
      at: this.now,
      nodeId,
      ...input,
    } as SiteInput)
    for (const row of rows) {
      this.journal.push(row)
      evolve(this.#replayed, row as Fact & JournalRow, row.pos, row.subjectSeq)
    }
    return { facts: rows, commands, sealed, outcome, stale }
  }

  /** Time passes and the alarm rings. */
  after(ms: number): Happened {
    this.now += ms
    return this.when({ type: 'deadlineReached' })
  }

  /** The state as the journal alone gives it. */
  get replayed(): SiteState {
    return this.#replayed
  }

  arrival(n: number, serviceNumber = '8000'): Arrival {
    return {
      legId: callerLeg(n),
      callId: callId(n),
      nodeId,
      calling: { masked: '138****5678', hash: `hash-${n}` },
      called: { masked: serviceNumber, hash: 'h' },
      serviceNumber,
      answered: false,
    }
  }

  /** A caller's leg is parked. */
  arrives(n: number, serviceNumber = '8000'): Happened {
    return this.when({ type: 'legParked', arrival: this.arrival(n, serviceNumber) })
  }

  agentReady(name: string): void {
    this.when({ type: 'logOnAgent', agentId: agentId(name), extension: undefined })
    this.when({ type: 'makeAgentReady', agentId: agentId(name) })
  }

  leg(type: SiteInput['type'], legId: LegId, more: object = {}): Happened {
    return this.when({ type, legId, ...more })
  }

  reconnected(legs: readonly Partial<LegSnapshot>[], coreUuid = 'core-1'): Happened {
    const whole = legs.map((leg) => ({
      callId: undefined,
      role: undefined,
      answered: true,
      bridgedTo: undefined,
      waiting: false,
      fallback: false,
      arrival: undefined,
      ...leg,
    }))
    return this.when({ type: 'switchConnected', coreUuid, legs: whole })
  }
}

/** A site with one queue, two agents (logged off), three flows, a connected switch. */
export function aSite(wrapUpMs = 10_000): Site {
  const site = new Site()
  site.when({ type: 'siteTaken', controllerId: 'test', address: 'nowhere' })
  site.when({
    type: 'defineQueue',
    queue: { queueId: queueId('general'), names: { en: 'General' }, ringMs: 20_000, wrapUpMs },
  })
  for (const [index, name] of ['li', 'wang'].entries()) {
    const agent = {
      agentId: agentId(name),
      name,
      extension: `100${index + 1}`,
      queueIds: [queueId('general')],
    }
    site.when({ type: 'defineAgent', agent })
  }
  for (const flow of [directFlow, emergencyFlow, menuFlow])
    site.when({ type: 'publishFlow', flow, origin: 'file' })
  site.when({ type: 'assignNumbers', numbers, otherwise: 'flow_direct' })
  site.reconnected([])
  return site
}

/** The facts' types in order. */
export function types(happened: Happened): string[] {
  return happened.facts.map((fact) => fact.type)
}

export function orders(happened: Happened): string[] {
  return happened.commands.map((command) => command.type)
}

/** Caller n talks with the agent: arrived, offered, answered, bridged. */
export function talking(site: Site, n: number, name: string): void {
  site.agentReady(name)
  site.arrives(n)
  site.leg('legAnswered', callerLeg(n))
  site.leg('legAnswered', agentLeg(n, 1))
  site.leg('legsBridged', callerLeg(n), { withLegId: agentLeg(n, 1) })
  expect(site.state.calls.get(callId(n))?.phase.name).toBe('connected')
}
