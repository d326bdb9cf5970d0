/** Each rule for flows, with a file that breaks it and the exact place of what is wrong. */
import { describe, expect, it } from 'vitest'
import { loadFlow } from '../../../src/adapters/flows/load-flow.ts'
import { faultLine } from '../../../src/lib/fault.ts'
import type { FlowReferences } from '../../../src/runtime/flow-language/names-check.ts'
import { scratch } from '../../support/scratch.ts'

const known: FlowReferences = {
  queues: new Map([['queue_general', { priority: 'routine' as const }]]),
  prompts: new Set(['hello', 'menu']),
  languages: new Set(['zh', 'en']),
  calendars: new Set(['outpatient']),
  sources: new Set(['his']),
  flows: new Set(['flow_night']),
}

/** The faults of a flow whose first step is `a`; the steps begin at line 5, further keys of the flow at line 3. */
function faults(steps: string, flow = '', by: FlowReferences = known): string[] {
  const text = `id: flow_test\nlanguages: [zh]\n${flow}start: a\nsteps:\n${steps}\n  end: { kind: hangUp }\n`
  const checked = loadFlow(scratch().write('flow.yaml', text), by)
  return checked.ok ? [] : checked.faults.map((one) => faultLine(one).replace(/^.*\/flow\.yaml:/, ''))
}

const menu = (more: string) =>
  `  a: { kind: menu, prompts: [menu], options: { 1: { name: end, next: end } }, otherwise: end, ${more} }`
const collect = (more: string) =>
  `  a: { kind: collect, prompts: [menu], into: card, next: end, otherwise: end, ${more} }`

describe('what a flow refers to', () => {
  it.each([
    [
      'a step',
      '  a: { kind: hours, calendar: outpatient, open: end, closed: ende }',
      '5:62: steps.a.closed: there is no step "ende"; did you mean "end"?',
    ],
    [
      'a queue',
      '  a: { kind: callback, queueId: queue_generel, accepted: end, notYet: end }',
      '5:33: steps.a.queueId: there is no queue "queue_generel"; did you mean "queue_general"?',
    ],
    [
      'a prompt',
      '  a: { kind: announce, prompts: [{ say: { zh: 好 } }, helo], next: end }',
      '5:54: steps.a.prompts[1]: there is no prompt "helo"; did you mean "hello"?',
    ],
    [
      'a calendar',
      '  a: { kind: hours, calendar: outpatents, open: end, closed: end }',
      '5:31: steps.a.calendar: there is no calendar "outpatents"; did you mean "outpatient"?',
    ],
    [
      'a source',
      '  a: { kind: ask, source: hiss, path: /x, otherwise: end }',
      '5:27: steps.a.source: there is no source "hiss"; did you mean "his"?',
    ],
    [
      'a profile',
      '  a: { kind: profile, profile: elderly, next: end }',
      '5:32: steps.a.profile: there is no profile "elderly"',
    ],
    [
      'a language',
      '  a: { kind: profile, language: en, next: end }',
      '5:33: steps.a.language: there is no language of this flow "en"',
    ],
    [
      'a flow',
      '  a: { kind: transfer, to: { flowId: flow_nihgt }, otherwise: end }',
      '5:38: steps.a.to.flowId: there is no flow "flow_nihgt"; did you mean "flow_night"?',
    ],
    [
      'a menu’s profile',
      menu('variants: { old: { prompts: [menu], options: { 1: { name: end, next: end } } } }'),
      '5:112: steps.a.variants.old: there is no profile "old"',
    ],
    [
      'data in a text',
      '  a: { kind: say, text: { zh: "{{card}}" }, next: end }',
      "5:31: steps.a.text.zh: nothing in this flow sets card; where it comes from outside, write it into the flow's data: [card]",
    ],
    [
      'data in a path',
      '  a: { kind: ask, source: his, path: "/x/{{card}}", otherwise: end }',
      "5:38: steps.a.path: nothing in this flow sets card; where it comes from outside, write it into the flow's data: [card]",
    ],
    [
      'data that is sent',
      '  a: { kind: ask, source: his, path: /x, send: [card], otherwise: end }',
      "5:49: steps.a.send[0]: nothing in this flow sets card; where it comes from outside, write it into the flow's data: [card]",
    ],
    [
      'data in an expression',
      '  a: { kind: branch, cases: [{ when: data.crad == 1, next: b }], otherwise: b }\n  b: { kind: set, values: { card: 1 }, next: end }',
      '5:38: steps.a.cases[0].when: nothing in this flow sets crad; did you mean "card"?',
    ],
  ])('%s', (_, steps, fault) => {
    expect(faults(steps)).toEqual([fault])
  })

  it('prompts that saying digits and places takes', () => {
    const steps = `  a: { kind: announce, prompts: [{ digits: card }], next: b }
  b: { kind: queue, queueId: queue_general, announcements: { position: true } }`
    const all = [...'0123456789'].map((digit) => `digit-${digit}`)
    const prompts = new Set([...all.slice(1), 'queue-position'])
    expect(
      faults(`${steps}`, 'data: [card]\nemergency: { key: 1, step: end }\n', { ...known, prompts }),
    ).toEqual([
      '7:44: steps.a.prompts[0].digits: saying digits takes prompts that aren’t there: digit-0,digit-star',
      '8:72: steps.b.announcements.position: saying the place takes prompts that aren’t there: digit-0',
    ])
    const enough = new Set([...all, 'digit-star', 'queue-position'])
    const flow = 'data: [card]\nemergency: { key: 1, step: end }\n'
    expect(faults(steps, flow, { ...known, prompts: enough })).toEqual([])
  })

  it('prompts that saying an expected wait takes, and those of every word of comfort', () => {
    const steps =
      '  a: { kind: queue, queueId: queue_general, announcements: { expectedWait: true, comfort: [{ prompts: [tea] }] } }'
    const prompts = new Set(['wait-under-1', 'wait-over-30'])
    const flow = 'emergency: { key: 1, step: end }\n'
    const lacking = [2, 3, 5, 10, 15, 20, 30].map((minutes) => `wait-minutes-${minutes}`)
    expect(faults(steps, flow, { ...known, prompts })).toEqual([
      `6:76: steps.a.announcements.expectedWait: saying the expected wait takes prompts that aren’t there: ${lacking}`,
      '6:104: steps.a.announcements.comfort[0].prompts[0]: there is no prompt "tea"',
    ])
    expect(faults(steps, flow, { ...known, prompts: new Set([...prompts, ...lacking, 'tea']) })).toEqual([])
  })

  it('data that come from outside, when the flow says so', () => {
    expect(faults('  a: { kind: say, text: { zh: "{{card}}" }, next: end }', 'data: [card]\n')).toEqual([])
  })
})

describe('what a flow writes', () => {
  it.each([
    [
      'an expression',
      '  a: { kind: branch, cases: [{ when: "now.hour >", next: end }], otherwise: end }',
      /^5:38: steps\.a\.cases\[0\]\.when: not an expression that can be evaluated: /,
    ],
    [
      'a condition',
      '  a: { kind: branch, cases: [{ when: "now.hour + 1", next: end }], otherwise: end }',
      /^5:38: .*found an expression of type .*, expected one that is true or false$/,
    ],
    [
      'a place for data',
      '  a: { kind: say, text: { zh: "{{a b}}" }, next: end }',
      /^5:31: steps\.a\.text\.zh: found "a b" as a place for data, expected \{\{name\}\}$/,
    ],
    [
      'a speech',
      '  a: { kind: announce, prompts: [{ says: 1 }], next: end }',
      /^5:34: steps\.a\.prompts\[0\]: found a map, expected .*a map with say, digits or dataText$/,
    ],
    [
      'a text in no language',
      '  a: { kind: say, text: {}, next: end }',
      /^5:25: steps\.a\.text: found a map, expected a text in one language at least$/,
    ],
    [
      'a fixed value',
      '  a: { kind: set, values: { x: [] }, next: end }',
      /^5:32: steps\.a\.values\.x: found a list, expected /,
    ],
    [
      'an expression without a way out',
      '  a: { kind: set, values: { x: { expression: "1" } }, next: end }',
      /^5:6: steps\.a: otherwise is missing: where the call goes when an expression fails$/,
    ],
    [
      'a path',
      '  a: { kind: ask, source: his, path: "http://x", otherwise: end }',
      /^5:38: steps\.a\.path: found "http:\/\/x", expected a path below the source/,
    ],
    [
      'a pointer',
      '  a: { kind: lookUp, source: his, path: /x, into: { y: z }, found: end, notFound: end, failed: end }',
      /^5:56: steps\.a\.into\.y: found "z", expected a JSON Pointer \(RFC 6901\)/,
    ],
    [
      'several without candidates',
      '  a: { kind: lookUp, source: his, path: /x, found: end, several: end, notFound: end, failed: end }',
      /^5:6: steps\.a: several needs candidates: /,
    ],
    [
      'a target',
      '  a: { kind: transfer, to: { extension: "12a" }, otherwise: end }',
      /^5:41: steps\.a\.to\.extension: found "12a", expected a phone of the house/,
    ],
    [
      'an announcement of nothing',
      '  a: { kind: queue, queueId: queue_general, announcements: {}, keys: { 1: { name: end, next: end } } }',
      /^5:60: steps\.a\.announcements: nothing to announce: /,
    ],
    [
      'a profile of nothing',
      '  a: { kind: profile, next: end }',
      /^5:6: steps\.a: neither language nor profile stands here$/,
    ],
    [
      'a survey',
      '  a: { kind: survey, name: s, dimensions: [{ name: q, prompts: [menu] }], lowest: 5, highest: 5, next: end }',
      /^5:6: steps\.a: lowest is not lower than highest$/,
    ],
    [
      'a score',
      '  a: { kind: survey, name: s, dimensions: [{ name: q, prompts: [menu] }], highest: 10, next: end }',
      /^5:84: steps\.a\.highest: found 10, expected at most 9$/,
    ],
    [
      'a question',
      '  a: { kind: confirm, about: x, prompts: [menu], yes: 1, no: 1, confirmed: end, refused: end, otherwise: end }',
      /^5:6: steps\.a: yes and no are the same key$/,
    ],
    [
      'a length',
      collect('minLength: 5, maxLength: 4'),
      /^5:6: steps\.a: minLength is greater than maxLength$/,
    ],
    ['no length', collect('minLength: 5'), /^5:6: steps\.a: minLength and maxLength are missing/],
    ['a terminator', collect('check: idNumber, terminator: "*"'), /^5:6: steps\.a: the key \* stands for X/],
    [
      'a checked length',
      collect('check: date, maxLength: 10'),
      /^5:6: steps\.a: the check wants another length/,
    ],
    [
      'a key without quotes',
      collect('maxLength: 4, minLength: 4, terminator: ~'),
      /^5:\d+: steps\.a\.terminator: found null, expected one of #, \*, none$/,
    ],
    ['a time', menu('timeoutMs: 100'), /^5:106: steps\.a\.timeoutMs: found 100, expected at least 500$/],
  ])('%s', (_, steps, fault) => {
    expect(faults(steps)).toEqual([expect.stringMatching(fault)])
  })

  it('names that reports tell things apart by, twice', () => {
    const two = '[{ name: q, prompts: [menu] }, { name: q, prompts: [menu] }]'
    expect(faults(`  a: { kind: survey, name: s, dimensions: ${two}, next: end }`)).toEqual([
      '5:82: steps.a.dimensions[1].name: another dimension of this survey is called "q" too',
    ])
    const keys = '{ 1: { name: x, next: end }, 2: { name: x, next: end } }'
    expect(faults(`  a: { kind: queue, queueId: queue_general, keys: ${keys} }`)).toEqual([
      '5:91: steps.a.keys.2.name: another way out of this queue is called "x" too',
    ])
  })
})

describe('the emergency key', () => {
  const help = '  help: { kind: fallback }'
  const by = (key: string) => `emergency: { key: "${key}", step: help }\n`
  const found = (steps: string, key: string) => faults(`${steps}\n${help}`, by(key))

  it.each([
    [
      'a menu’s option',
      menu('timeoutMs: 1000'),
      '1',
      "6:48: steps.a.options.1: 1 is this flow's emergency key, which leads to help: take another key, or lead there too",
    ],
    [
      'a way out of a queue',
      '  a: { kind: queue, queueId: queue_general, keys: { 2: { name: end, next: end } } }',
      '2',
      "6:53: steps.a.keys.2: 2 is this flow's emergency key, which leads to help: take another key, or lead there too",
    ],
    [
      'a yes',
      '  a: { kind: consent, about: x, prompts: [menu], given: end, refused: end, otherwise: end }',
      '1',
      "6:3: steps.a.yes: 1 is this flow's emergency key, which leads to help: take another key for yes",
    ],
    [
      'what ends a number',
      collect('minLength: 1, maxLength: 4'),
      '#',
      "6:3: steps.a.terminator: # is this flow's emergency key, which leads to help: take another terminator",
    ],
    [
      'a number’s first digit',
      collect('minLength: 1, maxLength: 4'),
      '9',
      "6:3: steps.a: 9 is this flow's emergency key, which leads to help: what is collected can’t begin with 9",
    ],
    [
      'a score',
      '  a: { kind: survey, name: s, dimensions: [{ name: q, prompts: [menu] }], next: end }',
      '3',
      "6:3: steps.a: 3 is this flow's emergency key, which leads to help: it can’t be a score",
    ],
    [
      'a message’s end',
      '  a: { kind: voicemail, prompts: [menu], next: end, otherwise: end }',
      '#',
      "6:3: steps.a.endKey: # is this flow's emergency key, which leads to help: take another endKey",
    ],
  ])('isn’t also %s', (_, steps, key, fault) => {
    expect(found(steps, key)).toEqual([fault])
  })

  it('may be an option that leads there too, and a number’s X', () => {
    const both =
      '  a: { kind: menu, prompts: [menu], options: { 9: { name: help, next: help } }, otherwise: end }'
    expect(found(both, '9')).toEqual([])
    expect(found(collect('check: idNumber'), '*')).toEqual([])
  })
})

describe('a way round without a key', () => {
  it.each([
    [
      'a look-up that fails',
      '  a: { kind: lookUp, source: his, path: /x, found: end, notFound: end, failed: b }\n  b: { kind: say, text: { zh: 好 }, next: a }',
    ],
    [
      'hours',
      '  a: { kind: hours, calendar: outpatient, open: end, closed: b }\n  b: { kind: announce, prompts: [hello], next: a }',
    ],
    [
      'a branch',
      '  a: { kind: branch, cases: [{ when: "true", next: end }], otherwise: b }\n  b: { kind: set, values: { x: 1 }, next: a }',
    ],
    [
      'a survey',
      '  a: { kind: survey, name: s, dimensions: [{ name: q, prompts: [menu] }], next: b }\n  b: { kind: hours, calendar: outpatient, open: a, closed: end }',
    ],
    [
      'a transfer',
      '  a: { kind: transfer, to: { extension: "1001" }, otherwise: b }\n  b: { kind: voicemail, prompts: [menu], next: a, otherwise: end }',
    ],
  ])('by %s is refused', (_, steps) => {
    expect(faults(steps).filter((one) => !one.includes('no step leads here'))).toEqual([
      '5:3: steps.a: a caller who presses nothing would go round for ever: a → b → a',
    ])
  })

  it('is none where a key or a queue is on it', () => {
    const keyed = `${collect('minLength: 1, maxLength: 4').replace('next: end', 'next: b')}\n  b: { kind: branch, cases: [{ when: "data.card == \\"1\\"", next: end }], otherwise: a }`
    expect(faults(keyed)).toEqual([])
    const queued = `  a: { kind: queue, queueId: queue_general, maxWaitMs: 1000, otherwise: b }
  b: { kind: hours, calendar: outpatient, open: a, closed: end }`
    expect(faults(queued)).toEqual([])
  })
})

it('emergency and silence lead to steps that nothing else leads to', () => {
  const flow = 'emergency: { key: "*", step: help }\nsilence: { afterMs: 10000, step: quiet }\n'
  const steps =
    '  a: { kind: announce, prompts: [hello], next: end }\n  help: { kind: fallback }\n  quiet: { kind: hangUp }'
  expect(faults(steps, flow)).toEqual([])
  expect(faults(steps)).toEqual([
    '6:3: steps.help: no step leads here',
    '7:3: steps.quiet: no step leads here',
  ])
})
