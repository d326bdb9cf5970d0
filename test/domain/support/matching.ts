/** A site where it matters who serves whom: queues that need skills and licences, agents who have some. */

import type { FlowId } from '../../../src/domain/ids.ts'
import type { QueueStep } from '../../../src/domain/ivr/flow.ts'
import type { AgentDefinition, QueueDefinition } from '../../../src/domain/site/inputs.ts'
import { agentId, directFlow, queueId, Site } from './story.ts'

export type AgentSketch = Partial<Omit<AgentDefinition, 'agentId' | 'name' | 'queueIds'>> & {
  readonly queues: readonly string[]
}
export type QueueSketch = Partial<Omit<QueueDefinition, 'queueId' | 'names'>>
export type StepSketch = Partial<Pick<QueueStep, 'skills' | 'licence' | 'rank' | 'priority'>>

/** 15 January 2027, 16:00 in China: where `Site` begins. */
export const TODAY = '2027-01-15'

export function licence(
  kind: string,
  more: Partial<Record<'validFrom' | 'validTo', string>> = {},
  suspended = false,
) {
  const period = { validFrom: '2020-01-01', validTo: '2030-12-31', ...more }
  return { kind, number: '110', jurisdiction: 'CN-11', ...period, suspended }
}

/** `ways`: by the number that is dialled, the queue and what the flow's step adds. */
export function siteOf(
  queues: Readonly<Record<string, QueueSketch>>,
  agents: Readonly<Record<string, AgentSketch>>,
  ways: Readonly<Record<string, readonly [queue: string, step?: StepSketch]>>,
): Site {
  const site = new Site()
  site.when({ type: 'siteTaken', controllerId: 'test', address: 'nowhere' })
  for (const [name, sketch] of Object.entries(queues)) definesQueue(site, name, sketch)
  Object.entries(agents).forEach(([name, sketch], index) => {
    definesAgent(site, name, { extension: `10${index + 10}`, ...sketch })
  })
  const numbers: Record<string, FlowId> = {}
  for (const [number, [queue, step = {}]] of Object.entries(ways)) {
    const id = `flow_to-${number}` as FlowId
    const wait = { ...(directFlow.steps['wait'] as QueueStep), queueId: queueId(queue), ...step }
    site.when({
      type: 'publishFlow',
      flow: { ...directFlow, id, version: number, steps: { wait } },
      origin: 'file',
    })
    numbers[number] = id
  }
  site.when({ type: 'assignNumbers', numbers, otherwise: Object.values(numbers)[0] })
  site.reconnected([])
  return site
}

export function definesQueue(site: Site, name: string, sketch: QueueSketch): void {
  const queue = { queueId: queueId(name), names: { en: name }, ringMs: 20_000, wrapUpMs: 0, ...sketch }
  site.when({ type: 'defineQueue', queue })
}

export function definesAgent(site: Site, name: string, { queues, ...sketch }: AgentSketch): void {
  const agent = { agentId: agentId(name), name, extension: '1000', queueIds: queues.map(queueId), ...sketch }
  site.when({ type: 'defineAgent', agent })
}

/** For whom the phones of these agents ring: call number by agent's name. */
export function ringing(site: Site): Record<string, number> {
  const rung: Record<string, number> = {}
  for (const call of site.state.calls.values()) {
    if (call.phase.name !== 'offered') continue
    for (const offer of call.phase.offers)
      rung[offer.agentId.slice('agent_'.length)] = Number(call.id.slice(-6))
  }
  return rung
}
