/** Plans, and a site on which they mean something. */
import { expect } from 'vitest'
import type { FlowId, PlanId } from '../../../src/domain/ids.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import type { PlanDefinition } from '../../../src/domain/plan/definition.ts'
import { type FrozenSite, freeze, thaw } from '../../../src/domain/site/freeze.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import { canonical } from './canonical.ts'
import { faultsOf } from './invariants.ts'
import { agentId, aSite, directFlow, type Happened, queueId, type Site, siteId } from './story.ts'

export const planId = (name = 'typhoon') => `plan_${name}` as PlanId

export const stormFlow: Flow = {
  ...directFlow,
  id: 'flow_storm' as FlowId,
  version: 'storm-1',
  languages: ['zh'],
  start: 'notice',
  steps: {
    notice: { kind: 'announce', prompts: ['storm-notice'], next: 'wait' },
    wait: {
      kind: 'queue',
      queueId: queueId('general'),
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
    },
  },
}

/** A site with a second queue, which the agent `zhou` serves, and a flow for storms. */
export function planSite(wrapUpMs = 10_000): Site {
  const site = aSite(wrapUpMs)
  const second = { queueId: queueId('second'), names: { en: 'Second' }, ringMs: 20_000, wrapUpMs }
  site.when({ type: 'defineQueue', queue: second })
  const zhou = { agentId: agentId('zhou'), name: 'zhou', extension: '1009', queueIds: [queueId('second')] }
  site.when({ type: 'defineAgent', agent: zhou })
  site.when({ type: 'publishFlow', flow: stormFlow, origin: 'api' })
  return site
}

export function defines(site: Site, changes: Partial<PlanDefinition>, name?: string): Happened {
  const plan = { planId: planId(name), names: { zh: '台风', en: 'Typhoon' }, ...changes }
  return site.when({ type: 'definePlan', plan })
}

export function switchesOn(site: Site, name?: string, until: number | null = null): Happened {
  return site.when({ type: 'switchPlanOn', planId: planId(name), by: 'key_boss', until })
}

export function switchesOff(site: Site, name?: string): Happened {
  return site.when({ type: 'switchPlanOff', planId: planId(name), by: 'key_boss' })
}

export function isOn(site: Site, changes: Partial<PlanDefinition>, name?: string): Happened {
  defines(site, changes, name)
  return switchesOn(site, name)
}

/** Callers of these numbers make test calls. */
export function drills(site: Site, changes: Partial<PlanDefinition>, callers: readonly number[]): Happened {
  const testNumbers = callers.map((n) => ({ masked: '138****5678', hash: `hash-${n}` }))
  defines(site, { ...changes, testNumbers })
  return site.when({ type: 'beginDrill', planId: planId(), by: 'key_boss', forMs: 600_000 })
}

/** The state as a new owner has it from a snapshot. */
function thawed({ state }: Site): SiteState {
  const again = thaw(JSON.parse(JSON.stringify(freeze(state))) as FrozenSite, siteId)
  if (!again) throw new Error('not thawed')
  return again
}

/** All that hangs on plans: journal and snapshot must give the same. */
function outline(state: SiteState): unknown {
  const { plans, broadcasts, queues, agents, calls } = state
  const all = {
    plans,
    broadcasts,
    queues: [...queues.values()].map(({ id, base, definition, members, waiting }) => {
      return {
        id,
        base,
        definition,
        members: [...members].sort(),
        waiting: [...waiting].map(({ place }) => place),
      }
    }),
    agents: [...agents.values()].map(({ id, base, definition }) => ({ id, base, definition })),
    calls: [...calls.values()].map(({ id, drill, phase }) => ({
      id,
      drill,
      phase,
      line: state.ready.lineOf(id)?.key,
    })),
  }
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? [...value] : value instanceof Set ? [...value].sort() : value
  return JSON.parse(JSON.stringify(all, plain))
}

/** Throws unless journal and snapshot give the same site, without a fault. */
export function expectWhole(site: Site): void {
  expect(canonical(site.replayed)).toBe(canonical(site.state))
  expect(outline(thawed(site))).toEqual(outline(site.state))
  expect(faultsOf(site.state)).toEqual([])
}
