/** Flows that are published and withdrawn. A call ends on the version that it began with, whatever happens here. */
import { accepted, refused } from '../acd/answers.ts'
import type { Decision } from '../decision.ts'
import type { FlowId } from '../ids.ts'
import { plansNaming } from '../plan/check.ts'
import { siteFact } from './facts.ts'
import type { ApiInput } from './inputs.ts'
import type { SiteState } from './state.ts'
import { ifVersion } from './versions.ts'

export function publishFlow(state: SiteState, input: Extract<ApiInput, { type: 'publishFlow' }>): Decision {
  const { flow, origin, at } = input
  const now = state.publications.get(flow.id)
  const changed = ifVersion(input, now?.revision, flow.id)
  if (changed) return changed
  // The file is published again once the API's version is withdrawn.
  if (origin === 'file' && now?.origin === 'api') return accepted()
  for (const step of Object.values(flow.steps)) {
    if (step.kind !== 'queue' && step.kind !== 'callback') continue
    if (!state.queues.has(step.queueId)) return refused('queue-unknown', `There is no queue ${step.queueId}.`)
  }
  if (state.currentFlows.get(flow.id) === flow.version && now?.origin === origin) return accepted()
  return accepted(siteFact(state.siteId, 'flowPublished', at, { flow, origin }))
}

export function withdrawFlow(state: SiteState, input: Extract<ApiInput, { type: 'withdrawFlow' }>): Decision {
  const { flowId, instead, at } = input
  const now = state.publications.get(flowId)
  if (!now) return refused('flow-unknown', `There is no flow ${flowId}.`)
  const changed = ifVersion(input, now.revision, flowId)
  if (changed) return changed
  if (instead) {
    if (now.origin === 'file')
      return refused('flow-in-file', `${flowId} comes from a file: take the file away first.`)
    return publishFlow(
      { ...state, publications: new Map([[flowId, { ...now, origin: 'file' }]]) },
      { type: 'publishFlow', at, flow: instead, origin: 'file' },
    )
  }
  const uses = usesOf(state, flowId)
  if (uses.length > 0) return refused('flow-in-use', `${flowId} is needed by ${uses.slice(0, 5).join(', ')}.`)
  return accepted(siteFact(state.siteId, 'flowWithdrawn', at, { flowId }))
}

/** What would lead nowhere without the flow. */
function usesOf(state: SiteState, flowId: FlowId): string[] {
  const numbers = Object.entries(state.numbers).filter(([, id]) => id === flowId)
  const flows = [...state.currentFlows]
    .filter(([id]) => id !== flowId)
    .filter(([, version]) =>
      Object.values(state.flows.get(version)?.steps ?? {}).some(
        (step) => step.kind === 'transfer' && 'flowId' in step.to && step.to.flowId === flowId,
      ),
    )
  return [
    ...(state.otherwiseFlow === flowId ? ['all numbers without a flow of their own'] : []),
    ...numbers.map(([number]) => `number ${number}`),
    ...flows.map(([id]) => id),
    ...plansNaming(state, flowId),
  ]
}
