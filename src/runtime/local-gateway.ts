/** The gateway of a process that may own the site itself: a direct call into its mailbox. */
import { explainAgent, explainAgents, explainWait } from '../domain/acd/explain.ts'
import { viewBroadcast, viewPlans } from '../domain/plan/view.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import type { SiteState } from '../domain/site/state.ts'
import { viewCallbacks } from '../domain/site/view-callbacks.ts'
import { flowIn, viewFlows, viewNumbers } from '../domain/site/view-flows.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import type { DispatchOutcome, SiteGateway } from './gateway.ts'
import type { Clock } from './ports.ts'
import type { SiteOwner } from './site-owner.ts'

/** What a caller is told to wait while nobody owns the site: a takeover lasts about as long. */
const RETRY_AFTER_MS = 1_000

export function localGateway(
  owners: ReadonlyMap<string, SiteOwner>,
  clock: Clock,
  timers: Timers = machineTimers,
): SiteGateway {
  const look = async <T>(siteId: string, at: (state: SiteState) => T): Promise<T | undefined> => {
    const state = owners.get(siteId)?.state
    return state && at(state)
  }
  return {
    dispatch(siteId, command, { timeoutMs, privateFields = [] }) {
      const owner = owners.get(siteId)
      return new Promise<DispatchOutcome>((resolve) => {
        const cancel = timers.after(timeoutMs, () => resolve({ type: 'timedOut' }))
        const settle = (outcome: DispatchOutcome) => {
          cancel()
          resolve(outcome)
        }
        const input = { ...command, at: clock.now() } as ApiInput
        const posted = owner?.post(input, privateFields, settle) ?? false
        if (!posted) settle({ type: 'notOwner', retryAfterMs: RETRY_AFTER_MS })
      })
    },
    figures: (siteId) => Promise.resolve(owners.get(siteId)?.figures()),
    flows: (siteId) => look(siteId, viewFlows),
    flow: (siteId, flowId, version) => look(siteId, (state) => flowIn(state, flowId, version) ?? null),
    numbers: (siteId) => look(siteId, viewNumbers),
    callbacks: (siteId, queueId) => look(siteId, (state) => viewCallbacks(state, queueId)),
    plans: (siteId) => look(siteId, viewPlans),
    broadcast: (siteId, broadcastId) => look(siteId, (state) => viewBroadcast(state, broadcastId) ?? null),
    nodes: (siteId) => Promise.resolve(owners.get(siteId)?.nodes()),
    wait: (siteId, { callId, ...paged }) =>
      look(siteId, (state) => {
        const at = clock.now()
        const told = explainWait(state, callId, at)
        return told ? { ...told, page: explainAgents(state, callId, paged, at) } : null
      }),
    waitAgent: (siteId, callId, agentId) =>
      look(siteId, (state) => explainAgent(state, callId, agentId, clock.now()) ?? null),
  }
}
