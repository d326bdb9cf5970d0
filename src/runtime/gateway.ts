/** The one way by which other parts of the system, in this process or another, reach a site's owner. */

import type { AgentExplained, Obstacle, WaitExplained } from '../domain/acd/explain.ts'
import type { Broadcast } from '../domain/broadcast/state.ts'
import type { AgentId, BroadcastId, CallId, FlowId, QueueId } from '../domain/ids.ts'
import type { Flow } from '../domain/ivr/flow.ts'
import type { SitePlans } from '../domain/plan/view.ts'
import type { ApiInput, Outcome } from '../domain/site/inputs.ts'
import type { QueueFigures } from '../domain/site/view.ts'
import type { CallbackView } from '../domain/site/view-callbacks.ts'
import type { SiteFlows, SiteNumbers } from '../domain/site/view-flows.ts'
import type { NodeLook } from './node-report.ts'
import type { PrivateField } from './ports.ts'

/** What a dispatched command came to; only `accepted` and `refused` are the domain's own words. */
export type DispatchOutcome =
  | Outcome
  /** Nobody owns the site at the moment, or the owner is starting: try again shortly. */
  | { readonly type: 'notOwner'; readonly retryAfterMs: number }
  /** The deadline passed. Whether the command will still be carried out is not known. */
  | { readonly type: 'timedOut' }

export interface DispatchOptions {
  /** Milliseconds from now. */
  readonly timeoutMs: number
  /** Personal data that belongs to the command's call; becomes durable with its facts. */
  readonly privateFields?: readonly PrivateField[]
  /** A ULID of the command: where the owner is another process, it carries out once what comes twice. Made unless told. */
  readonly key?: string
}

/** `ApiInput` without its moment: the owner's clock gives that. */
export type ApiCommand = ApiInput extends infer I ? (I extends { at: number } ? Omit<I, 'at'> : never) : never

/** Why a call waits, with a page of the queue's agents: after `after`, or `only` one of them. */
export interface WaitAsked {
  readonly callId: CallId
  readonly limit: number
  readonly after?: string
  readonly only?: string
}
export interface WaitAnswer extends WaitExplained {
  readonly page: readonly AgentExplained[]
}

export interface SiteGateway {
  dispatch(siteId: string, command: ApiCommand, options: DispatchOptions): Promise<DispatchOutcome>
  /** Live figures of a site's queues; undefined when nobody owns the site now. */
  figures(siteId: string): Promise<readonly QueueFigures[] | undefined>
  /** A site's flows, with their live calls; undefined when nobody owns the site now. The same of what follows. */
  flows(siteId: string): Promise<SiteFlows | undefined>
  /** One flow whole: the current version, or the one asked for while it is known; null where there is none. */
  flow(siteId: string, flowId: FlowId, version?: string): Promise<Flow | null | undefined>
  /** Which number leads where. */
  numbers(siteId: string): Promise<SiteNumbers | undefined>
  /** Who is to be called back from this queue, and who wasn't reached; null: there is no such queue. */
  callbacks(siteId: string, queueId: QueueId): Promise<readonly CallbackView[] | null | undefined>
  /** Its plans, and their drills. */
  plans(siteId: string): Promise<SitePlans | undefined>
  /** One message to all who waited; null where none of that id is remembered. */
  broadcast(siteId: string, broadcastId: BroadcastId): Promise<Broadcast | null | undefined>
  /** The site's switch nodes. */
  nodes(siteId: string): Promise<readonly NodeLook[] | undefined>
  /** Null: it waits for no agent, or is over. */
  wait(siteId: string, asked: WaitAsked): Promise<WaitAnswer | null | undefined>
  /** What stands between an agent and a call that waits; nothing: it could be offered now. Null as above, or no agent. */
  waitAgent(siteId: string, callId: CallId, agentId: AgentId): Promise<readonly Obstacle[] | null | undefined>
}
