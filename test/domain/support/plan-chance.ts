/** Plans, drills and broadcasts at moments that nobody has chosen. */

import { broadcastIdFrom } from '../../../src/domain/ids.ts'
import type { SiteInput } from '../../../src/domain/site/inputs.ts'
import { agentId, directFlow, menuFlow, queueId } from './story.ts'

type Loose = Record<string, unknown> & { type: SiteInput['type'] }

const general = queueId('general')
/** Every other caller's. */
const testNumbers = Array.from({ length: 50 }, (_, n) => ({
  masked: '138****5678',
  hash: `hash-${101 + n * 2}`,
}))
const CHANGES = [
  {
    numbers: { '8000': menuFlow.id },
    prompts: { welcome: ['storm-notice', 'welcome'] },
    queues: { [general]: { ringMs: 5_000, overflow: [{ afterMs: 5_000, to: { flowId: menuFlow.id } }] } },
  },
  { flows: { [menuFlow.id]: directFlow.id }, members: { [general]: { remove: [agentId('wang')] } } },
  {
    members: { [general]: { remove: [agentId('li')] } },
    queues: {
      [general]: { wrapUpMs: 0, announcements: { everyMs: 10_000, prompts: ['notice'], position: true } },
    },
  },
]

/** @param fresh a number that no broadcast has had yet */
export function planKinds(now: number, who: number, how: number, fresh: number): (() => Loose)[] {
  const n = who % CHANGES.length
  const on = { planId: `plan_${n}`, by: 'key_boss' }
  const names = { en: 'Plan' }
  const changes = CHANGES[(n + (how % 2)) % CHANGES.length]
  return [
    () => ({ type: 'definePlan', plan: { planId: on.planId, names, ...changes, testNumbers } }),
    () => ({ type: 'switchPlanOn', ...on, until: how % 3 === 0 ? now + 90_000 : null }),
    () => ({ type: 'switchPlanOff', ...on }),
    () => ({ type: 'beginDrill', ...on, forMs: 60_000 }),
    () => ({ type: 'endDrill', ...on }),
    () => ({
      type: 'broadcast',
      broadcastId: broadcastIdFrom(`01JD8Z4Q6W3V5T7R${String(fresh).padStart(10, '0')}`),
      queueIds: how % 2 === 0 ? null : [general],
      prompts: ['notice'],
      by: on.by,
    }),
    () => ({ type: 'removePlan', planId: on.planId }),
  ]
}

/** All of them are there, off. */
export function plansToBeginWith(): Loose[] {
  return CHANGES.map((changes, n) => {
    const plan = { planId: `plan_${n}`, names: { en: 'Plan' }, ...changes, testNumbers }
    return { type: 'definePlan', plan }
  })
}
