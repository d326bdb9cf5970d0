import { describe, expect, it } from 'vitest'
import { loadFlow, loadFlowDirectory } from '../../../src/adapters/flows/load-flow.ts'
import { type Checked, faultLine } from '../../../src/lib/fault.ts'
import type { FlowReferences } from '../../../src/runtime/flow-language/names-check.ts'
import { scratch } from '../../support/scratch.ts'
import { shippedFlows } from './support/library.ts'

const known: FlowReferences = {
  queues: new Map([
    ['queue_general', { priority: 'routine' as const, musicStream: 'local_stream://calm' }],
    ['queue_emergency', { priority: 'emergency' as const }],
    ['queue_bare', {}],
  ]),
  prompts: new Set(['welcome', 'main-menu', 'invalid-choice', 'no-input', 'goodbye']),
  languages: new Set(['zh', 'en']),
}

const head = 'id: flow_test\nlanguages: [zh]\nstart: hello\nsteps:\n'
const load = (text: string) => loadFlow(scratch().write('flow.yaml', text), known)
const got = <T>(checked: Checked<T>): T => {
  if (!checked.ok) throw new Error(checked.faults.map(faultLine).join('\n'))
  return checked.value
}
/** The faults without the file's folder. */
const faults = (text: string): string[] => {
  const checked = load(text)
  return checked.ok ? [] : checked.faults.map((fault) => faultLine(fault).replace(/^.*\/flow\.yaml:/, ''))
}

describe('a flow file', () => {
  it('becomes a complete flow: what it leaves out is filled in', () => {
    const flow = got(
      load(`${head}  hello: { kind: announce, prompts: [welcome], next: choose }
  choose:
    kind: menu
    prompts: [main-menu]
    options: { 1: { name: talk, next: talk }, "*": { name: again, next: hello }, "0": { name: urgent, next: urgent } }
    otherwise: bye
  talk: { kind: queue, queueId: queue_general, maxWaitMs: 60000, otherwise: phones }
  urgent: { kind: queue, queueId: queue_emergency, music: "silence_stream://-1", enterPrompts: [welcome] }
  phones: { kind: fallback }
  bye: { kind: hangUp, prompts: [goodbye], cause: USER_BUSY }
`),
    )
    expect(flow).toEqual({
      id: 'flow_test',
      version: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      languages: ['zh'],
      start: 'hello',
      profiles: {},
      steps: {
        hello: { kind: 'announce', prompts: ['welcome'], next: 'choose' },
        choose: {
          kind: 'menu',
          prompts: ['main-menu'],
          options: {
            '0': { name: 'urgent', next: 'urgent' },
            '1': { name: 'talk', next: 'talk' },
            '*': { name: 'again', next: 'hello' },
          },
          timeoutMs: 5000,
          attempts: 3,
          noInputPrompts: [],
          invalidPrompts: [],
          otherwise: 'bye',
          variants: {},
        },
        talk: {
          kind: 'queue',
          queueId: 'queue_general',
          priority: 'routine',
          music: 'local_stream://calm',
          enterPrompts: [],
          maxWaitMs: 60_000,
          otherwise: 'phones',
        },
        urgent: {
          kind: 'queue',
          queueId: 'queue_emergency',
          priority: 'emergency',
          music: 'silence_stream://-1',
          enterPrompts: ['welcome'],
        },
        phones: { kind: 'fallback', prompts: [] },
        bye: { kind: 'hangUp', prompts: ['goodbye'], cause: 'USER_BUSY' },
      },
    })
    // It is journaled, so it has to come back from JSON as it was.
    expect(JSON.parse(JSON.stringify(flow))).toEqual(flow)
  })

  it('has a version that follows its content, not its layout', () => {
    const steps = '  hello: { kind: hangUp, prompts: [goodbye] }\n'
    const version = got(load(head + steps)).version
    const laidOut =
      '# again\nsteps:\n  hello:\n    prompts:\n      - goodbye\n    kind: hangUp\nstart: hello\nlanguages: [zh]\nid: flow_test\n'
    expect(got(load(laidOut)).version).toBe(version)
    expect(got(load(`${head}  hello: { kind: hangUp, prompts: [welcome] }\n`)).version).not.toBe(version)
    expect(got(load(head.replace('[zh]', '[en, zh]') + steps)).version).not.toBe(version)
  })

  it('may lead back to a menu that listens again, and to a queue that waits again', () => {
    const text = `${head}  hello: { kind: menu, prompts: [main-menu], options: { 1: { name: again, next: hello } }, otherwise: wait }
  wait: { kind: queue, queueId: queue_general, maxWaitMs: 5000, otherwise: sorry }
  sorry: { kind: announce, prompts: [welcome], next: wait }
`
    expect(faults(text)).toEqual([])
  })
})

describe('a faulty flow file', () => {
  it('has every wrong name reported at its place, along with every wrong value', () => {
    expect(
      faults(`id: hospital
languages: [zh, fr, zh]
start: helo
steps:
  hello: { kind: announce, prompts: [welcom, main-menu], next: chose, loud: yes }
  choose:
    kind: menu
    prompts: []
    options:
      1: { name: talk, next: tlak }
      2: { name: talk, next: bye }
      11: { name: eleven, next: bye }
    attempts: 0
    noInputPrompts: [no-inputs]
    otherwise: nowhere
  talk: { kind: queue, queueId: queue_genral, music: "/etc/passwd", maxWaitMs: 60000 }
  bye: { kind: hangup }
`),
    ).toEqual([
      '1:5: id: found "hospital", expected flow_name (lower-case letters, digits, single hyphens)',
      '2:17: languages[1]: found "fr", expected one of zh, en',
      '2:17: languages[1]: there is no prompt in the language "fr"',
      '3:8: start: there is no step "helo"; did you mean "hello"?',
      '5:38: steps.hello.prompts[0]: there is no prompt "welcom"; did you mean "welcome"?',
      '5:64: steps.hello.next: there is no step "chose"; did you mean "choose"?',
      '5:71: steps.hello.loud: unknown key loud; known here: kind, prompts, next',
      '8:14: steps.choose.prompts: found a list, expected at least 1 entries',
      '10:30: steps.choose.options.1.next: there is no step "tlak"; did you mean "talk"?',
      '11:18: steps.choose.options.2.name: another option of this menu is called "talk" too',
      '12:7: steps.choose.options.11: unknown key 11; known here: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, *, #',
      '13:15: steps.choose.attempts: found 0, expected at least 1',
      '14:22: steps.choose.noInputPrompts[0]: there is no prompt "no-inputs"; did you mean "no-input"?',
      '15:16: steps.choose.otherwise: there is no step "nowhere"',
      '16:9: steps.talk: maxWaitMs and otherwise belong together: after how long, and where to',
      '16:33: steps.talk.queueId: there is no queue "queue_genral"; did you mean "queue_general"?',
      '16:54: steps.talk.music: found "/etc/passwd", expected local_stream://NAME, tone_stream://TONES or silence_stream://-1',
      '17:16: steps.bye.kind: found "hangup", expected one of announce, say, menu, collect, confirm, consent, survey, hours, branch, set, lookUp, ask, profile, voicemail, queue, callback, transfer, fallback, hangUp; did you mean "hangUp"?',
    ])
  })

  it('that lacks parts says which', () => {
    expect(faults('{}')).toEqual([
      '1:1: id: found nothing, expected a text',
      '1:1: languages: found nothing, expected a list',
      '1:1: start: found nothing, expected a text',
      '1:1: steps: found nothing, expected a map of keys and values',
    ])
    expect(faults('')).toEqual(['1:1: found null, expected a map of keys and values'])
    expect(faults('id: flow_a\nlanguages: [zh]\nstart: a\nsteps: {}\n')).toEqual([
      '3:8: start: there is no step "a"',
    ])
  })

  it('has steps to which nothing leads', () => {
    expect(
      faults(`${head}  hello: { kind: hangUp }
  lost: { kind: announce, prompts: [welcome], next: lost-too }
  lost-too: { kind: hangUp }
`),
    ).toEqual(['6:3: steps.lost: no step leads here', '7:3: steps.lost-too: no step leads here'])
  })

  it('has a way round on which a silent caller would stay for ever', () => {
    expect(
      faults(`${head}  hello: { kind: announce, prompts: [welcome], next: second }
  second: { kind: announce, prompts: [welcome], next: menu }
  menu: { kind: menu, prompts: [main-menu], options: { 1: { name: bye, next: bye } }, otherwise: second }
  bye: { kind: announce, prompts: [goodbye], next: bye }
`),
    ).toEqual([
      '6:3: steps.second: a caller who presses nothing would go round for ever: second → menu → second',
      '8:3: steps.bye: a caller who presses nothing would go round for ever: bye → bye',
    ])
  })

  it('has a menu without options', () => {
    expect(
      faults(
        `${head}  hello: { kind: menu, prompts: [welcome], options: {}, otherwise: bye }\n  bye: { kind: hangUp }\n`,
      ),
    ).toEqual(['5:53: steps.hello.options: found a map, expected at least one option'])
  })

  it('leaves the priority open where the queue does so too', () => {
    expect(faults(`${head}  hello: { kind: queue, queueId: queue_bare }\n`)).toEqual([
      '5:3: steps.hello: found neither priority nor a queue that has one, expected one of emergency, routine',
    ])
    expect(faults(`${head}  hello: { kind: queue, queueId: queue_bare, priority: routine }\n`)).toEqual([])
  })

  it('may use names that objects have by nature', () => {
    expect(faults(`${head}  hello: { kind: announce, prompts: [welcome], next: constructor }\n`)).toEqual([
      '5:54: steps.hello.next: there is no step "constructor"',
    ])
    const text = `${head}  hello: { kind: announce, prompts: [welcome], next: constructor }\n  constructor: { kind: hangUp }\n`
    expect(faults(text)).toEqual([])
  })
})

describe('a directory of flows', () => {
  const bye = (id: string) => `id: ${id}\nlanguages: [en]\nstart: bye\nsteps:\n  bye: { kind: hangUp }\n`

  it('is read in the order of the file names, other files aside', () => {
    const { path, write } = scratch()
    write('b.yaml', bye('flow_second'))
    write('a.yml', bye('flow_first'))
    write('.draft.yaml', 'not: a flow')
    write('README.md', 'not a flow')
    expect(got(loadFlowDirectory(path, known)).map((flow) => flow.id)).toEqual(['flow_first', 'flow_second'])
  })

  it('reports the faults of all its files, and an id that is given twice', () => {
    const { path, write } = scratch()
    write('a.yaml', bye('flow_same'))
    write('b.yaml', bye('flow_same'))
    write('c.yaml', bye('nameless'))
    const checked = loadFlowDirectory(path, known)
    expect(checked.ok ? [] : checked.faults.map(faultLine)).toEqual([
      `${path}/b.yaml:1:1: id: flow_same is already the flow of ${path}/a.yaml`,
      `${path}/c.yaml:1:5: id: found "nameless", expected flow_name (lower-case letters, digits, single hyphens)`,
    ])
  })

  it('that is empty or absent is a fault', () => {
    const { path } = scratch()
    expect(loadFlowDirectory(path, known)).toMatchObject({ ok: false })
    expect(loadFlowDirectory(`${path}/none`, known)).toMatchObject({ ok: false })
  })
})

describe('the main number’s flow', () => {
  it('offers what it should, once its callers have been greeted', () => {
    const flow = shippedFlows().find((one) => one.id === 'flow_hospital')
    const menu = flow?.steps['main-menu']
    if (menu?.kind !== 'menu') throw new Error('no menu')
    const reached = Object.entries(menu.options).map(([key, option]) => {
      const step = flow?.steps[option.next]
      return [key, option.name, step?.kind === 'queue' ? [step.queueId, step.priority] : step?.kind]
    })
    expect(reached).toEqual([
      ['0', 'person', ['queue_general', 'routine']],
      ['1', 'appointments', ['queue_appointments', 'routine']],
      ['2', 'reports', ['queue_reports', 'routine']],
      ['3', 'medication', ['queue_medication', 'routine']],
      ['4', 'language', 'menu'],
      ['8', 'slower', 'profile'],
      ['9', 'emergency', ['queue_emergency', 'emergency']],
    ])
    expect(menu).toMatchObject({ attempts: 3, otherwise: 'person' })
    expect(flow).toMatchObject({
      emergency: { key: '*', step: 'emergency' },
      silence: { step: 'help' },
      profiles: { elderly: { pace: 'slow', timeoutFactor: 2, extraAttempts: 1 } },
    })
    // The notice is heard before anything can be recorded.
    expect(flow?.steps[flow.start]).toMatchObject({ prompts: ['welcome', 'recording-notice'] })
  })
})
