/** Flows over every kind of step, put together by chance; and answers to their errands, some of them no answers at all. */
import { assertNever } from '../../../src/domain/assert-never.ts'
import type { FlowId } from '../../../src/domain/ids.ts'
import type { Flow, MenuKey, Step, StepKind } from '../../../src/domain/ivr/flow.ts'
import type { Errand, ErrandResult } from '../../../src/domain/site/errands.ts'
import { queueId } from './story.ts'

/** A whole number from 0 up to, not including, `n`. */
export type Chance = (n: number) => number

const KINDS: readonly StepKind[] = [
  'announce',
  'menu',
  'menu',
  'collect',
  'confirm',
  'consent',
  'survey',
  'hours',
  'branch',
  'set',
  'lookUp',
  'ask',
  'profile',
  'voicemail',
  'queue',
  'queue',
  'queue',
  'callback',
  'transfer',
  'fallback',
  'hangUp',
  'hangUp',
]
const CHECKS = [null, 'idNumber', 'date', 'futureDate', 'phoneNumber', 'luhn'] as const

function pick<T>(chance: Chance, of: readonly T[]): T {
  const chosen = of[chance(of.length)]
  if (chosen === undefined) throw new Error('nothing to pick from')
  return chosen
}

export function randomFlow(chance: Chance, id: string, others: readonly FlowId[] = []): Flow {
  const names = Array.from({ length: 4 + chance(10) }, (_, n) => `s${n}`)
  const steps: Record<string, Step> = {}
  for (const name of names) steps[name] = randomStep(chance, names, others)
  const emergency: Step = {
    kind: 'queue',
    queueId: queueId('general'),
    priority: 'emergency',
    music: 'local_stream://moh',
    enterPrompts: [],
    maxWaitMs: 60_000,
    otherwise: 'people',
  }
  return {
    id: id as FlowId,
    version: `${id}-1`,
    languages: pick(chance, [['zh'], ['zh', 'en']] as const),
    start: 's0',
    profiles: { elderly: { pace: 'slow', timeoutFactor: 2, extraAttempts: 1 } },
    ...(chance(2) === 0 ? { emergency: { key: '*', step: 'urgent' } as const } : {}),
    ...(chance(2) === 0 ? { silence: { afterMs: 8_000 + chance(10_000), step: pick(chance, names) } } : {}),
    steps: { ...steps, urgent: emergency, people: { kind: 'fallback', prompts: [] } },
  }
}

export function randomStep(chance: Chance, names: readonly string[], others: readonly FlowId[]): Step {
  const to = () => pick(chance, names)
  const prompts = chance(4) === 0 ? [{ say: { en: 'Hello' } }, { digits: 'number' }] : ['words']
  const asking = {
    prompts,
    timeoutMs: 2_000 + chance(6_000),
    attempts: 1 + chance(3),
    noInputPrompts: ['no-input'],
    invalidPrompts: [],
    otherwise: to(),
  }
  const yesNo = { yes: '1', no: '2' } as const
  const options = () => ({ '1': { name: 'one', next: to() }, '9': { name: 'nine', next: to() } })
  const kind = pick(chance, KINDS)
  switch (kind) {
    case 'announce':
      return { kind, prompts, next: to() }
    case 'menu':
      return {
        kind,
        ...asking,
        options: options(),
        variants: { elderly: { prompts: ['short'], options: { '1': { name: 'one', next: to() } } } },
      }
    case 'collect': {
      const [minLength, maxLength] = pick(chance, [
        [1, 32],
        [8, 8],
        [18, 18],
        [11, 12],
      ] as const)
      const terminator = pick(chance, ['#', null] as const)
      const check = pick(chance, CHECKS)
      const into = pick(chance, ['number', 'patientId', 'birthday'])
      return {
        kind,
        ...asking,
        into,
        minLength,
        maxLength,
        terminator,
        interDigitMs: 2_000,
        check,
        next: to(),
      }
    }
    case 'confirm':
      return {
        kind,
        ...asking,
        ...yesNo,
        about: 'medication',
        times: pick(chance, [1, 2] as const),
        confirmed: to(),
        refused: to(),
      }
    case 'consent':
      return {
        kind,
        ...asking,
        ...yesNo,
        about: pick(chance, ['recording', 'research']),
        given: to(),
        refused: to(),
      }
    case 'survey': {
      const { otherwise: _, prompts: __, ...rest } = asking
      const dimensions = ['a', 'b'].map((name) => ({ name, prompts: [name] }))
      return { kind, ...rest, name: 'satisfaction', dimensions, lowest: 1, highest: 5, next: to() }
    }
    case 'hours':
      return { kind, calendar: 'clinic', open: to(), closed: to() }
    case 'branch':
      return {
        kind,
        cases: [
          { when: 'true', next: to() },
          { when: 'false', next: to() },
        ],
        otherwise: to(),
      }
    case 'set':
      return { kind, values: { ward: { value: 'B2' } }, next: to(), otherwise: to() }
    case 'lookUp': {
      const asked = { source: 'his', path: '/', query: {}, into: { name: '/name' }, candidates: null }
      const waitPrompts = pick(chance, [[], ['one-moment']])
      return { kind, ...asked, timeoutMs: 3_000, waitPrompts, found: to(), notFound: to(), failed: to() }
    }
    case 'ask':
      return {
        kind,
        source: 'guide',
        path: '/',
        send: [],
        timeoutMs: 2_000,
        attempts: 2,
        waitPrompts: ['one-moment'],
        otherwise: to(),
      }
    case 'profile':
      return {
        kind,
        ...pick(chance, [{ language: 'en' }, { profile: 'elderly' }, { profile: 'nobody' }] as const),
        next: to(),
      }
    case 'voicemail':
      return { kind, prompts, maxMs: 2_000 + chance(20_000), endKey: '#', next: to(), otherwise: to() }
    case 'queue':
      return {
        kind,
        queueId: queueId('general'),
        priority: pick(chance, ['routine', 'routine', 'emergency'] as const),
        music: 'local_stream://moh',
        enterPrompts: [],
        ...(chance(2) === 0 ? { maxWaitMs: 5_000 + chance(60_000), otherwise: to() } : {}),
        ...(chance(2) === 0
          ? { announcements: { everyMs: 10_000, prompts: ['please-wait'], position: true } }
          : {}),
        ...(chance(2) === 0 ? { keys: { '1': { name: 'out', next: to() } } } : {}),
        ...(chance(3) === 0 ? { afterTalk: to() } : {}),
      }
    case 'callback':
      return { kind, queueId: queueId('general'), accepted: to(), notYet: to() }
    case 'transfer': {
      const flowId = others[chance(others.length + 1)]
      const target = flowId ? { flowId } : pick(chance, [{ extension: '2001' }, { number: '95120' }])
      return { kind, to: target, prompts, ringMs: 5_000 + chance(15_000), otherwise: to() }
    }
    case 'fallback':
      return { kind, prompts: [] }
    case 'hangUp':
      return { kind, prompts: pick(chance, [[], ['goodbye']]), cause: 'NORMAL_CLEARING' }
    default:
      return assertNever(kind)
  }
}

/** What an errand may come to; now and then the answer to another question. */
export function randomResult(chance: Chance, errand: Errand, steps: readonly string[]): ErrandResult {
  const kind = chance(12) === 0 ? pick(chance, ['hours', 'branch', 'set', 'lookUp'] as const) : errand.kind
  if (chance(6) === 0) {
    return { kind: 'failed', why: pick(chance, ['timedOut', 'unavailable', 'invalid', 'unknown'] as const) }
  }
  switch (kind) {
    case 'hours':
      return { kind, is: pick(chance, ['open', 'closed', 'holiday'] as const) }
    case 'needs':
      return { kind, found: pick(chance, [[], [{ field: 'ward', value: 'B2' }]]), agent: null }
    case 'branch':
      return { kind, index: pick(chance, [0, 1, null]) }
    case 'set':
      return { kind, names: ['ward'] }
    case 'lookUp':
      return { kind, found: pick(chance, ['found', 'several', 'notFound'] as const), names: ['name'] }
    case 'ask': {
      const asking = 'step' in errand ? errand.step : 's0'
      const start = `${asking}.tell`
      const to = pick(chance, [...steps, 'nowhere'])
      const tell: Step = { kind: 'announce', prompts: [{ dataText: 'text1' }], next: to }
      return { kind, start, steps: { [start]: tell }, names: ['text1'] }
    }
    default:
      return assertNever(kind)
  }
}

/** Whole numbers that people may key in: wrong ones, and right ones for each check. */
export const KEYED = [
  '11010519491231002*',
  '20991231',
  '19491001',
  '13800005678',
  '79927398713',
  '424242424242424242',
  '31415926',
  '27182818284',
] as const

/** What a person presses when asked. */
export function randomKeys(chance: Chance, max: number, digits: readonly MenuKey[]): string {
  if (max > 1) return pick(chance, [...KEYED, String(chance(1_000))])
  return pick(chance, [...digits, ...digits, '5', 'none', 'invalid'])
}
