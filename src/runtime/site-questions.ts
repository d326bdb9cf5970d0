/** What only a site's owner can tell: its memory shows it, or it reads the site's files and writes its phones. */

import type { Obstacle } from '../domain/acd/explain.ts'
import { assertNever } from '../domain/assert-never.ts'
import type { Broadcast } from '../domain/broadcast/state.ts'
import type { AgentId, BroadcastId, CallId, FlowId, QueueId } from '../domain/ids.ts'
import type { Flow } from '../domain/ivr/flow.ts'
import type { PlanFault } from '../domain/plan/check.ts'
import type { PlanDefinition } from '../domain/plan/definition.ts'
import type { SitePlans } from '../domain/plan/view.ts'
import type { QueueFigures } from '../domain/site/view.ts'
import type { CallbackView } from '../domain/site/view-callbacks.ts'
import type { SiteFlows, SiteNumbers } from '../domain/site/view-flows.ts'
import type { Checked } from '../lib/fault.ts'
import type { InDirectory, PhoneKeeper } from './endpoints.ts'
import type { QueueBoard } from './figures/wallboard.ts'
import type { SiteGateway, WaitAnswer, WaitAsked } from './gateway.ts'
import type { NodeLook } from './node-report.ts'

export type SiteQuestion =
  | { readonly what: 'figures' | 'flows' | 'numbers' | 'plans' | 'nodes' }
  /** The current version, or the one asked for. */
  | { readonly what: 'flow'; readonly flowId: FlowId; readonly version?: string }
  | { readonly what: 'callbacks'; readonly queueId: QueueId }
  | ({ readonly what: 'wait' } & WaitAsked)
  | { readonly what: 'waitAgent'; readonly callId: CallId; readonly agentId: AgentId }
  /** Faults have their places as `placesByPath` gives them. */
  | { readonly what: 'checkFlow'; readonly value: unknown }
  | { readonly what: 'broadcast'; readonly broadcastId: BroadcastId }
  /** What a plan names that isn't there. */
  | { readonly what: 'checkPlan'; readonly plan: PlanDefinition }
  /** Which of these prompts aren't there. */
  | { readonly what: 'missingPrompts'; readonly prompts: readonly string[] }
  | { readonly what: 'flowOfFile'; readonly flowId: FlowId }
  /** What flows refer to has changed: the files are read again soon. */
  | { readonly what: 'filesChanged' }
  | { readonly what: 'promptUses'; readonly prompt: string }
  | { readonly what: 'wallboard' }
  | { readonly what: 'phonesChanged' | 'phonesSettled' }
  | { readonly what: 'phoneIsForeign'; readonly extension: string }

interface Answers {
  readonly figures: readonly QueueFigures[]
  readonly flows: SiteFlows
  readonly numbers: SiteNumbers
  readonly plans: SitePlans
  readonly broadcast: Broadcast | null
  readonly checkPlan: readonly PlanFault[]
  readonly missingPrompts: readonly string[]
  readonly nodes: readonly NodeLook[]
  readonly flow: Flow | null
  readonly wait: WaitAnswer | null
  readonly callbacks: readonly CallbackView[] | null
  readonly waitAgent: readonly Obstacle[] | null
  readonly checkFlow: Checked<Flow>
  readonly flowOfFile: Flow | null
  readonly filesChanged: true
  /** Ids of the flows that say it. */
  readonly promptUses: readonly string[]
  readonly wallboard: readonly QueueBoard[]
  readonly phonesChanged: InDirectory
  readonly phonesSettled: InDirectory
  readonly phoneIsForeign: boolean
}

export type AnswerTo<Q extends SiteQuestion> = Answers[Q['what']]

/** Undefined: nobody owns the site at the moment, or its owner can't be asked. Never rejects for that. */
export type AskSite = <Q extends SiteQuestion>(
  siteId: string,
  question: Q,
) => Promise<AnswerTo<Q> | undefined>

/** What the owner's process tells beside what the gateway does; undefined while the site isn't ours. */
export interface SiteDesk {
  checkFlow(value: unknown): Promise<Checked<Flow> | undefined>
  flowOfFile(flowId: FlowId): Promise<Flow | null | undefined>
  checkPlan(plan: PlanDefinition): Promise<readonly PlanFault[] | undefined>
  missingPrompts(prompts: readonly string[]): Promise<readonly string[] | undefined>
  filesChanged(): true | undefined
  promptUses(prompt: string): readonly string[] | undefined
  wallboard(): readonly QueueBoard[] | undefined
  /** Undefined while the site isn't ours: another process writes them. */
  phones(): PhoneKeeper | undefined
}

/** Answers for the sites that this process owns; `gateway` is its own, without a way to other processes. */
export function localAnswers(gateway: SiteGateway, desks: ReadonlyMap<string, SiteDesk>): AskSite {
  const answer = async (siteId: string, question: SiteQuestion): Promise<unknown> => {
    const desk = desks.get(siteId)
    switch (question.what) {
      case 'figures':
      case 'flows':
      case 'numbers':
      case 'plans':
      case 'nodes':
        return gateway[question.what](siteId)
      case 'flow':
        return gateway.flow(siteId, question.flowId, question.version)
      case 'callbacks':
        return gateway.callbacks(siteId, question.queueId)
      case 'wait': {
        const { what: _, ...asked } = question
        return gateway.wait(siteId, asked)
      }
      case 'waitAgent':
        return gateway.waitAgent(siteId, question.callId, question.agentId)
      case 'checkFlow':
        return desk?.checkFlow(question.value)
      case 'broadcast':
        return gateway.broadcast(siteId, question.broadcastId)
      case 'checkPlan':
        return desk?.checkPlan(question.plan)
      case 'missingPrompts':
        return desk?.missingPrompts(question.prompts)
      case 'flowOfFile':
        return desk?.flowOfFile(question.flowId)
      case 'filesChanged':
        return desk?.filesChanged()
      case 'promptUses':
        return desk?.promptUses(question.prompt)
      case 'wallboard':
        return desk?.wallboard()
      case 'phonesChanged':
        return desk?.phones()?.changed()
      case 'phonesSettled':
        return desk?.phones()?.settled()
      case 'phoneIsForeign':
        return desk?.phones()?.isForeign(question.extension)
      default:
        return assertNever(question)
    }
  }
  return answer as AskSite
}
