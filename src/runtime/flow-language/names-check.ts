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

/** More faults than these are told without what was probably meant: looking for it takes long in a long file. */
const MOST_HINTS = 50

export function nameFaults(uses: readonly Use[], known: FlowReferences, inner: InnerNames): NameFault[] {
  const named: Candidates = {
    step: listed(inner.steps),
    profile: listed(inner.profiles),
    language: listed(inner.languages),
    queue: listed(known.queues?.keys()),
    prompt: listed(known.prompts),
    calendar: listed(known.calendars),
    source: listed(known.sources),
    flow: listed(known.flows),
    data: listed(inner.data),
  }
  const faults: NameFault[] = []
  for (const use of uses) {
    const near = faults.length < MOST_HINTS ? hint : () => ''
    for (const message of messagesOf(use, named, near)) faults.push({ use, message })
  }
  return faults
}

/** Undefined: any name goes. */
type Candidates = Readonly<Record<Named, ReadonlySet<string> | undefined>>
type Hint = (word: string, candidates: Iterable<string>) => string

function messagesOf({ what, value }: Use, named: Candidates, near: Hint): string[] {
  if (typeof value !== 'string') return []
  switch (what) {
    case 'condition':
    case 'expression': {
      const fault = checkExpression(value, what === 'condition' ? 'condition' : 'value')
      if (fault) return [`not an expression that can be evaluated: ${fault.message}`]
      return dataNamesOf(value).flatMap((name) => unset(name, named.data, near))
    }
    case 'template': {
      const { names, wrong } = templateNames(value)
      const unreadable = wrong.map((one) => `found ${quoted(one)} as a place for data, expected {{name}}`)
      return [...unreadable, ...names.flatMap((name) => unset(name, named.data, near))]
    }
    case 'data':
      // Another shape is the schema's to report.
      return DATA_NAME.test(value) ? unset(value, named.data, near) : []
    default: {
      const names = named[what]
      if (names === undefined || names.has(value)) return []
      return [`there is no ${WORDS[what]} ${quoted(value)}${near(value, names)}`]
    }
  }
}

function unset(name: string, set: ReadonlySet<string> | undefined, near: Hint): string[] {
  if (set === undefined || set.has(name)) return []
  const meant = near(name, set)
  const advice =
    meant === '' ? `; where it comes from outside, write it into the flow's data: [${name}]` : meant
  return [`nothing in this flow sets ${name}${advice}`]
}

function listed(names: Iterable<string> | undefined): ReadonlySet<string> | undefined {
  return names === undefined ? undefined : new Set(names)
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
