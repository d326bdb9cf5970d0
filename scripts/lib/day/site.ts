/** The hospital as it is defined before the day: queues, the flows into them, agents, a connected switch. */
import type { Flow, Step } from '../../../src/domain/ivr/flow.ts'
import type { Ground } from './ground.ts'
import { agentIdOf, extensionOf, flowIdOf, NODE, queueIdOf, serviceNumberOf } from './numbered.ts'
import type { Plan, QueuePlan } from './plan.ts'

export function defineSite(ground: Ground, { queues, agents }: Plan): void {
  const at = ground.now
  ground.post({ type: 'siteTaken', at, controllerId: 'simulation', address: 'nowhere' })
  for (const queue of queues) {
    const { n, ringMs, wrapUpMs } = queue
    const definition = { queueId: queueIdOf(n), names: { en: `${queue.group} ${n}` }, ringMs, wrapUpMs }
    ground.post({ type: 'defineQueue', at, queue: definition })
    ground.post({ type: 'publishFlow', at, flow: flowOf(queue), origin: 'file' })
  }
  const numbers = Object.fromEntries(queues.map(({ n }) => [serviceNumberOf(n), flowIdOf(n)]))
  ground.post({ type: 'assignNumbers', at, numbers, otherwise: flowIdOf(0) })
  ground.post({ type: 'switchConnected', at, nodeId: NODE, coreUuid: 'core', legs: [] })
  for (const { n, queues: served } of agents) {
    const agent = {
      agentId: agentIdOf(n),
      name: `Agent ${n}`,
      extension: extensionOf(n),
      queueIds: served.map(queueIdOf),
    }
    ground.post({ type: 'defineAgent', at, agent })
  }
}

/** The option of the menu that leads on. */
export const MENU_KEY = '1'

function flowOf({ n, isEmergency, hasMenu, maxWaitMs }: QueuePlan): Flow {
  const limit = maxWaitMs === undefined ? {} : { maxWaitMs, otherwise: 'nobody' }
  const steps: Record<string, Step> = {
    wait: {
      kind: 'queue',
      queueId: queueIdOf(n),
      priority: isEmergency ? 'emergency' : 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
      ...limit,
    },
    nobody: { kind: 'hangUp', prompts: ['nobody-ready'], cause: 'NORMAL_CLEARING' },
  }
  if (hasMenu) {
    steps['welcome'] = { kind: 'announce', prompts: ['welcome'], next: 'menu' }
    steps['menu'] = {
      kind: 'menu',
      prompts: ['main-menu'],
      options: { [MENU_KEY]: { name: 'agent', next: 'wait' } },
      variants: {},
      timeoutMs: 5_000,
      attempts: 3,
      noInputPrompts: ['no-input'],
      invalidPrompts: ['invalid-choice'],
      otherwise: 'wait',
    }
  }
  return {
    id: flowIdOf(n),
    version: `v${n}`,
    languages: ['zh'],
    start: hasMenu ? 'welcome' : 'wait',
    profiles: {},
    steps,
  }
}
