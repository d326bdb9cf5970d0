/** What only a site's owner can tell: its memory shows it, or it reads the site's files and writes its phones. */

import type { Obstacle } from '../domain/acd/explain.ts'
import { assertNever } from '../domain/assert-never.ts'
import type { AgentId, CallId, FlowId } from '../domain/ids.ts'
import type { Flow } from '../domain/ivr/flow.ts'
import type { QueueFigures } from '../domain/site/view.ts'
import type { SiteFlows, SiteNumbers } from '../domain/site/view-flows.ts'
import type { Checked } from '../lib/fault.ts'
import type { InDirectory, PhoneKeeper } from './endpoints.ts'
import type { SiteGateway, WaitAnswer, WaitAsked } from './gateway.ts'
import type { NodeLook } from './node-report.ts'

export type SiteQuestion =
  | { readonly what: 'figures' | 'flows' | 'numbers' | 'nodes' }
  /** The current version, or the one asked for. */
  | { readonly what: 'flow'; readonly flowId: FlowId; readonly version?: string }
  | ({ readonly what: 'wait' } & WaitAsked)
  | { readonly what: 'waitAgent'; readonly callId: CallId; readonly agentId: AgentId }
  /** Faults have their places as `placesByPath` gives them. */
  | { readonly what: 'checkFlow'; readonly value: unknown }
  | { readonly what: 'flowOfFile'; readonly flowId: FlowId }
  /** What flows refer to has changed: the files are read again soon. */
  | { readonly what: 'filesChanged' }
  | { readonly what: 'promptUses'; readonly prompt: string }
  | { readonly what: 'phonesChanged' | 'phonesSettled' }
  | { readonly what: 'phoneIsForeign'; readonly extension: string }

interface Answers {
  readonly figures: readonly QueueFigures[]
  readonly flows: SiteFlows
  readonly numbers: SiteNumbers
  readonly nodes: readonly NodeLook[]
  readonly flow: Flow | null
  readonly wait: WaitAnswer | null
  readonly waitAgent: readonly Obstacle[] | null
  readonly checkFlow: Checked<Flow>
  readonly flowOfFile: Flow | null
  readonly filesChanged: true
  /** Ids of the flows that say it. */
  readonly promptUses: readonly string[]
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
  filesChanged(): true | undefined
  promptUses(prompt: string): readonly string[] | undefined
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
      case 'nodes':
        return gateway[question.what](siteId)
      case 'flow':
        return gateway.flow(siteId, question.flowId, question.version)
      case 'wait': {
        const { what: _, ...asked } = question
        return gateway.wait(siteId, asked)
      }
      case 'waitAgent':
        return gateway.waitAgent(siteId, question.callId, question.agentId)
      case 'checkFlow':
        return desk?.checkFlow(question.value)
      case 'flowOfFile':
        return desk?.flowOfFile(question.flowId)
      case 'filesChanged':
        return desk?.filesChanged()
      case 'promptUses':
        return desk?.promptUses(question.prompt)
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
