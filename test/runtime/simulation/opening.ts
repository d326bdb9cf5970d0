/** What the site is told by its first owner: queues, agents, flows. */
import type { FlowId } from '../../../src/domain/ids.ts'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import type { ApiInput } from '../../../src/domain/site/inputs.ts'
import type { SiteState } from '../../../src/domain/site/state.ts'
import { DUTY, MORE_NUMBERS, moreFlows } from '../../domain/support/beyond.ts'
import { agentId, directFlow, emergencyFlow, menuFlow, numbers, queueId } from '../../domain/support/story.ts'

export const AGENTS = ['li', 'wang', 'zhao'] as const
export const WRAP_UP_MS = 4_000
/** Where callers call. */
export const SERVICES = ['8000', '8000', '8000', '8001', '8001', '8002', '8999', ...MORE_NUMBERS]

/** Numbers only: of agents' legs a call has one at a time. */
const MOBILES = { ...DUTY, steps: DUTY.steps.filter(({ to }) => 'number' in to) }

const pharmacyFlow = {
  ...directFlow,
  id: 'flow_pharmacy' as FlowId,
  version: 'pharmacy-1',
  steps: {
    wait: {
      kind: 'queue',
      queueId: queueId('pharmacy'),
      priority: 'routine',
      music: 'local_stream://moh',
      enterPrompts: [],
      maxWaitMs: 45_000,
      otherwise: 'people',
    },
    people: { kind: 'fallback', prompts: [] },
  },
} as const satisfies Flow

/** Nothing when it is known already: all of it is in one batch. */
export function opening(state: SiteState, at: number): ApiInput[] {
  if (state.otherwiseFlow !== undefined) return []
  const queue = (name: string, wrapUpMs: number): ApiInput => ({
    type: 'defineQueue',
    at,
    queue: { queueId: queueId(name), names: { en: name }, ringMs: 15_000, wrapUpMs, duty: MOBILES },
  })
  const more = moreFlows()
  const flows: Flow[] = [directFlow, emergencyFlow, menuFlow, pharmacyFlow, ...more.map(([, flow]) => flow)]
  return [
    queue('general', WRAP_UP_MS),
    queue('pharmacy', 0),
    ...AGENTS.map((name, index): ApiInput => {
      const queueIds = (index === 0 ? ['general'] : ['general', 'pharmacy']).map(queueId)
      const agent = { agentId: agentId(name), name, extension: `${1001 + index}`, queueIds }
      return { type: 'defineAgent', at, agent }
    }),
    ...flows.map((flow): ApiInput => ({ type: 'publishFlow', at, flow, origin: 'file' })),
    {
      type: 'assignNumbers',
      at,
      numbers: {
        ...numbers,
        '8002': pharmacyFlow.id,
        ...Object.fromEntries(more.map(([number, { id }]) => [number, id])),
      },
      otherwise: directFlow.id,
    },
    { type: 'setRecordingPolicy', at, enabled: true, inbound: true, outbound: true },
  ]
}
