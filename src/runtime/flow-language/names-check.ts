/** Every name that a flow mentions must mean something, and what it writes must be readable. */
import { checkExpression, dataNamesOf } from '../../lib/expression.ts'
import { hint } from '../../lib/near-miss.ts'
import { templateNames } from '../../lib/template.ts'
import { DATA_NAME } from './parts.ts'
import type { QueueDefaults } from './step-of.ts'
import type { Named, Use } from './uses.ts'

/** What a flow may refer to. What is absent isn't checked. */
export interface FlowReferences {
  readonly queues?: ReadonlyMap<string, QueueDefaults>
  /** Names of the prompts that exist. */
  readonly prompts?: ReadonlySet<string>
  /** Languages in which the prompts exist. */
  readonly languages?: ReadonlySet<string>
  /** Names of `config/calendars.yaml`. */
  readonly calendars?: ReadonlySet<string>
  /** Names of `his.sources` in the configuration. */
  readonly sources?: ReadonlySet<string>
  /** Ids of the flows that a flow may hand its callers to. */
  readonly flows?: ReadonlySet<string>
}

/** What can be named inside one flow; what is absent isn't checked. */
export interface InnerNames {
  readonly steps?: ReadonlySet<string>
  readonly profiles?: ReadonlySet<string>
  /** The languages that callers of the flow hear. */
  readonly languages?: ReadonlySet<string>
  /** The attached data that anything may have set. */
  readonly data?: ReadonlySet<string>
}

export interface NameFault {
  readonly use: Use
  readonly message: string
}

const WORDS: Readonly<Record<Exclude<Named, 'data'>, string>> = {
  step: 'step',
  queue: 'queue',
  prompt: 'prompt',
  language: 'language of this flow',
  profile: 'profile',
  calendar: 'calendar',
  source: 'source',
  flow: 'flow',
}

/** Prompts that saying a number or digits takes. */
export const DIGIT_PROMPTS = [...'0123456789'].map((digit) => `digit-${digit}`)

export function nameFaults(uses: readonly Use[], known: FlowReferences, inner: InnerNames): NameFault[] {
  return uses.flatMap((use) => messagesOf(use, known, inner).map((message) => ({ use, message })))
}

function messagesOf({ what, value }: Use, known: FlowReferences, inner: InnerNames): string[] {
  if (typeof value !== 'string') return []
  switch (what) {
    case 'condition':
    case 'expression': {
      const fault = checkExpression(value, what === 'condition' ? 'condition' : 'value')
      if (fault) return [`not an expression that can be evaluated: ${fault.message}`]
      return dataNamesOf(value).flatMap((name) => unset(name, inner.data))
    }
    case 'template': {
      const { names, wrong } = templateNames(value)
      const unreadable = wrong.map((one) => `found ${quoted(one)} as a place for data, expected {{name}}`)
      return [...unreadable, ...names.flatMap((name) => unset(name, inner.data))]
    }
    case 'data':
      // Another shape is the schema's to report.
      return DATA_NAME.test(value) ? unset(value, inner.data) : []
    default: {
      const names = candidates(what, known, inner)
      if (names === undefined || names.includes(value)) return []
      return [`there is no ${WORDS[what]} ${quoted(value)}${hint(value, names)}`]
    }
  }
}

function unset(name: string, set: ReadonlySet<string> | undefined): string[] {
  if (set === undefined || set.has(name)) return []
  const near = hint(name, set)
  const advice =
    near === '' ? `; where it comes from outside, write it into the flow's data: [${name}]` : near
  return [`nothing in this flow sets ${name}${advice}`]
}

function candidates(
  what: Exclude<Named, 'data'>,
  known: FlowReferences,
  inner: InnerNames,
): string[] | undefined {
  switch (what) {
    case 'step':
      return listed(inner.steps)
    case 'profile':
      return listed(inner.profiles)
    case 'language':
      return listed(inner.languages)
    case 'queue':
      return listed(known.queues?.keys())
    case 'prompt':
      return listed(known.prompts)
    case 'calendar':
      return listed(known.calendars)
    case 'source':
      return listed(known.sources)
    case 'flow':
      return listed(known.flows)
  }
}

function listed(names: Iterable<string> | undefined): string[] | undefined {
  return names === undefined ? undefined : [...names]
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
