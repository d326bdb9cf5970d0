/** Small flows, each about one kind of step, and a caller in them. */
import type { FlowId } from '../../../src/domain/ids.ts'
import type { Flow, Step } from '../../../src/domain/ivr/flow.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import type { ErrandResult } from '../../../src/domain/site/errands.ts'
import { tokenOf } from './given.ts'
import { aSite, callerLeg, callId, type Happened, queueId, type Site } from './story.ts'

/** Where tests let their steps lead: an announcement that names the way taken. */
export function ends(...names: readonly string[]): Record<string, Step> {
  const end = (name: string): Step => ({ kind: 'announce', prompts: [name], next: 'wait' })
  return { ...Object.fromEntries(names.map((name) => [name, end(name)])), wait: waiting('routine') }
}

export function waiting(priority: 'routine' | 'emergency', more: object = {}): Step {
  const music = 'local_stream://moh'
  return { kind: 'queue', queueId: queueId('general'), priority, music, enterPrompts: [], ...more }
}

/** What steps that ask have in common. */
export const asking = {
  prompts: ['question'],
  timeoutMs: 5_000,
  attempts: 2,
  noInputPrompts: ['no-input'],
  invalidPrompts: ['invalid-choice'],
  otherwise: 'otherwise',
} as const

export function flowOf(steps: Readonly<Record<string, Step>>, more: Partial<Flow> = {}): Flow {
  return {
    id: 'flow_trial' as FlowId,
    version: 'trial-1',
    languages: ['zh'],
    start: 'first',
    profiles: {},
    steps,
    ...more,
  }
}

/** A site whose number 8100 leads into the flow. */
export function siteWith(steps: Readonly<Record<string, Step>>, more: Partial<Flow> = {}): Site {
  const site = aSite()
  site.when({ type: 'publishFlow', flow: flowOf(steps, more), origin: 'file' })
  site.when({
    type: 'assignNumbers',
    numbers: { '8000': 'flow_direct', '8100': 'flow_trial' },
    otherwise: 'flow_direct',
  })
  return site
}

/** Caller 1 has just come into the flow. */
export function calls(
  steps: Readonly<Record<string, Step>>,
  more: Partial<Flow> = {},
): { site: Site; began: Happened } {
  const site = siteWith(steps, more)
  return { site, began: site.arrives(1, '8100') }
}

/** The step in which caller n is; undefined outside of the flow. */
export function stepOf(site: Site, n = 1): string | undefined {
  const phase = site.state.calls.get(callId(n))?.phase
  return phase?.name === 'walking' ? phase.step : undefined
}

/** The errand of caller n comes to this. */
export function comesBack(site: Site, result: ErrandResult, n = 1): Happened {
  return site.when({ type: 'errandDone', callId: callId(n), token: tokenOf(site, n), result })
}

/** A key that ended what was played, or the question before another key came. */
export function interrupts(site: Site, key: string, n = 1): Happened {
  const result = { kind: 'interrupted', key }
  return site.leg('digitsCollected', callerLeg(n), { token: tokenOf(site, n), result })
}

export function ordersOf<T extends Command['type']>(
  happened: Happened,
  type: T,
): Extract<Command, { type: T }>[] {
  return happened.commands.filter((one): one is Extract<Command, { type: T }> => one.type === type)
}

/** What is heard because of this, by name or text, with the language where there are several. */
export function heardIn(happened: Happened): string[] {
  const said = happened.commands.flatMap((one) => ('prompts' in one ? one.prompts : []))
  return said.map((ref) => {
    switch (ref.kind) {
      case 'prompt':
        return ref.name
      case 'text':
        return ref.text
      case 'number':
        return String(ref.number)
      default:
        return `${ref.kind} of ${ref.data}`
    }
  })
}
