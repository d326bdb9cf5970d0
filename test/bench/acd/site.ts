/** A site with as many agents as asked for, all of them ready: what the matching is measured on. */

import {
  agentIdOf,
  extensionOf,
  flowIdOf,
  NODE,
  queueIdOf,
  SITE,
  serviceNumberOf,
} from '../../../scripts/lib/day/numbered.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import { handle } from '../../../src/domain/site/handle.ts'
import { initialState, type SiteState } from '../../../src/domain/site/state.ts'

export const BEGAN_AT = 1_800_000_000_000
export const RING_MS = 20_000
export const WRAP_UP_MS = 5_000

/** Agents of one queue as their first; each serves two more. */
const AGENTS_PER_QUEUE = 50
const EMERGENCY_QUEUES_EVERY = 20

export function queuesFor(agents: number): number {
  return Math.max(3, Math.round(agents / AGENTS_PER_QUEUE))
}

/** One queue in twenty takes emergencies. */
export const isEmergency = (queue: number): boolean => queue % EMERGENCY_QUEUES_EVERY === 1

export function siteOf(agents: number): SiteState {
  const state = initialState(SITE)
  const at = BEGAN_AT
  const queues = queuesFor(agents)
  handle(state, { type: 'siteTaken', at, controllerId: 'bench', address: 'nowhere' })
  for (let q = 0; q < queues; q += 1) {
    const names = { en: `Queue ${q}` }
    const queue = { queueId: queueIdOf(q), names, ringMs: RING_MS, wrapUpMs: WRAP_UP_MS }
    handle(state, { type: 'defineQueue', at, queue })
    handle(state, { type: 'publishFlow', at, flow: flowInto(q), origin: 'file' })
  }
  const numbers = Object.fromEntries(
    Array.from({ length: queues }, (_, q) => [serviceNumberOf(q), flowIdOf(q)]),
  )
  handle(state, { type: 'assignNumbers', at, numbers, otherwise: flowIdOf(0) })
  handle(state, { type: 'switchConnected', at, nodeId: NODE, coreUuid: 'core', legs: [] })
  for (let a = 0; a < agents; a += 1) {
    const agentId = agentIdOf(a)
    const queueIds = [a % queues, (a + 1) % queues, (a * 7 + 2) % queues].map(queueIdOf)
    const agent = { agentId, name: `${a}`, extension: extensionOf(a), queueIds: [...new Set(queueIds)] }
    handle(state, { type: 'defineAgent', at, agent })
    handle(state, { type: 'logOnAgent', at, agentId, extension: undefined })
    handle(state, { type: 'makeAgentReady', at: at + a, agentId })
  }
  return state
}

/** Straight into the queue, with a longest wait, as most queues have. */
function flowInto(queue: number): Flow {
  return {
    id: flowIdOf(queue),
    version: `v${queue}`,
    languages: ['zh', 'en'],
    start: 'wait',
    profiles: {},
    steps: {
      wait: {
        kind: 'queue',
        queueId: queueIdOf(queue),
        priority: isEmergency(queue) ? 'emergency' : 'routine',
        music: 'local_stream://moh',
        enterPrompts: [],
        maxWaitMs: 3_600_000,
        otherwise: 'over',
      },
      over: { kind: 'hangUp', prompts: [], cause: 'NORMAL_CLEARING' },
    },
  }
}
