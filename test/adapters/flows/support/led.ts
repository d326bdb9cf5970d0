/** A person who is led: at each step of a route the way that the route takes is taken; beyond it, the call goes to an end. */
import { type Doing, type End, type Person, type Situation, walk } from '../../../../scripts/lib/flow/walk.ts'
import type { DigitCheck, Flow, Step } from '../../../../src/domain/ivr/flow.ts'
import type { Errand } from '../../../../src/domain/site/errands.ts'
import type { ErrandAnswer } from '../../../../src/runtime/errands.ts'
import type { Leg } from './routes.ts'

export interface Walked {
  /** Steps that were heard, asked or named by a fact. */
  readonly visited: ReadonlySet<string>
  readonly facts: readonly string[]
  readonly end: End
}

const AT = Date.parse('2026-11-23T02:00:00Z')

export async function walkBy(
  flows: readonly Flow[],
  flow: Flow,
  target: string,
  route: readonly Leg[],
): Promise<Walked> {
  const visited = new Set<string>()
  const facts: string[] = []
  let current = ''
  // Once the target is reached the route is forgotten: a way back must not be taken for ever.
  const wayFrom = (name: string) =>
    visited.has(target) ? undefined : route.find(({ from }) => from === name)?.way
  const visit = (step: string) => {
    if (step in flow.steps) visited.add(step)
  }
  const person: Person = {
    hears: (_prompts, step) => visit(step),
    async does(situation) {
      const way = wayFrom(situation.step)
      visit(situation.step)
      return doingFor(flow, situation, way)
    },
    errand: async ({ errand }) => answerFor(errand, wayFrom(current)),
    facts(rows) {
      for (const { type, data } of rows) {
        facts.push(type)
        if ('step' in data && typeof data.step === 'string') {
          current = data.step
          visit(data.step)
        }
        // No fact names these two kinds of step.
        const kind = flow.steps[target]?.kind
        if (type === 'profileChosen' && kind === 'profile') visit(target)
        if (type === 'callbackOffered' && kind === 'callback') visit(target)
      }
    },
  }
  const fails = (kind: Step['kind']) =>
    route.some(({ from, way }) => way === 'otherwise' && flow.steps[from]?.kind === kind)
  const end = await walk({
    // Where handing over to another flow is to fail, there is none.
    flows: fails('transfer') ? [flow] : flows,
    flowId: flow.id,
    queueIds: queuesOf(flows),
    at: AT,
    serviceNumber: '8000',
    records: !fails('voicemail'),
    person,
    mostTurns: 2_000,
  })
  return { visited, facts, end }
}

function queuesOf(flows: readonly Flow[]): string[] {
  const steps = flows.flatMap((flow) => Object.values(flow.steps))
  return [...new Set(steps.flatMap((step) => ('queueId' in step ? [step.queueId] : [])))]
}

function doingFor(flow: Flow, situation: Situation, way: string | undefined): Doing {
  switch (situation.kind) {
    case 'talking':
      return { other: 'hangsUp' }
    case 'ringing':
      return way === 'otherwise' ? { keys: '' } : { other: 'answers' }
    case 'queued': {
      const key = /^keys\.(.)\.next$/.exec(way ?? '')?.[1]
      return way === 'otherwise' || key !== undefined ? { keys: key ?? '' } : { other: 'answers' }
    }
    default:
      if (way === 'emergency') return { keys: flow.emergency?.key ?? '' }
      // Silence may be led elsewhere, so attempts are used up by keys that stand for nothing.
      if (way === 'otherwise' && situation.kind === 'asked') return { keys: wrongKey(flow, situation) }
      return { keys: keysFor(flow.steps[situation.step], way) }
  }
}

function wrongKey(flow: Flow, { question }: Extract<Situation, { kind: 'asked' }>): string {
  if (question.max > 1) return `1${question.terminator ?? ''}`
  const counts = new Set<string>([...question.digits, flow.emergency?.key ?? ''])
  return [...'0123456789*#'].find((key) => !counts.has(key)) ?? ''
}

/** Empty: nothing is pressed. */
function keysFor(step: Step | undefined, way = ''): string {
  const option = /options\.(.)\.next$/.exec(way)?.[1]
  if (option !== undefined) return option
  switch (step?.kind) {
    case 'collect':
      return way === 'next' ? `${SAMPLES[step.check ?? 'none']}${step.terminator ?? ''}` : ''
    case 'confirm':
      return way === 'confirmed' ? step.yes : way === 'refused' ? step.no : ''
    case 'consent':
      return way === 'given' ? step.yes : way === 'refused' ? step.no : ''
    case 'survey':
      return way === 'next' ? String(step.lowest) : ''
    case 'voicemail':
      return step.endKey
    default:
      return ''
  }
}

const SAMPLES: Readonly<Record<DigitCheck | 'none', string>> = {
  idNumber: '11010519491231002*',
  date: '20250301',
  futureDate: '20300301',
  phoneNumber: '13800138000',
  luhn: '79927398713',
  none: '123456',
}

function answerFor(errand: Errand, way: string | undefined): ErrandAnswer {
  const data = new Map<string, string>()
  const failed: ErrandAnswer = { result: { kind: 'failed', why: 'unavailable' }, data }
  switch (errand.kind) {
    case 'hours':
      return { result: { kind: 'hours', is: way === 'closed' || way === 'holiday' ? way : 'open' }, data }
    case 'branch': {
      const index = /^cases\.(\d+)\./.exec(way ?? '')?.[1]
      return { result: { kind: 'branch', index: index === undefined ? null : Number(index) }, data }
    }
    case 'set':
      if (way === 'otherwise') return failed
      return { result: { kind: 'set', names: Object.keys(errand.values) }, data }
    case 'lookUp': {
      if (way !== 'found' && way !== 'several' && way !== 'notFound') return failed
      const names = way === 'found' ? Object.keys(errand.into) : []
      return {
        result: { kind: 'lookUp', found: way, names },
        data: new Map(names.map((name) => [name, 'x'])),
      }
    }
    case 'ask':
    case 'needs':
      return failed
  }
}
