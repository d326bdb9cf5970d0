import { describe, expect, it } from 'vitest'
import type { CallId, LegId, NodeId } from '../../src/domain/ids.ts'
import { dataField } from '../../src/domain/ivr/data.ts'
import type { Command, PromptRef } from '../../src/domain/site/commands.ts'
import { deferred } from '../../src/lib/deferred.ts'
import { ERRANDLESS, type ErrandAnswer, type ErrandOrder, NO_DATA } from '../../src/runtime/errands.ts'
import { createExecutor } from '../../src/runtime/executor.ts'
import { Fence } from '../../src/runtime/fence.ts'
import { unobserved } from '../../src/runtime/observer.ts'
import type { PrivateField, PrivatePort } from '../../src/runtime/ports.ts'
import { SPEECHLESS, type SpokenText } from '../../src/runtime/speech.ts'
import type { RawSwitchInput, SwitchCommand, SwitchPort } from '../../src/runtime/switch.ts'
import { HandClock } from './support/clock.ts'

const CALL = 'call_01K00000000000000000000001' as CallId
const LEG = 'leg-1' as LegId
const NUMBER = '13812345678'

function node(id: string) {
  const orders: SwitchCommand[] = []
  const port: SwitchPort = {
    nodeId: id as NodeId,
    connected: true,
    start: () => undefined,
    run: (command) => orders.push(command),
    beat: () => undefined,
    phonesChanged: async () => true,
    refresh: () => undefined,
    close: async () => undefined,
  }
  return { port, orders }
}

function anExecutor(
  read: PrivatePort['read'] = async () => NUMBER,
  fields: Readonly<Record<string, string>> = {},
) {
  const clock = new HandClock()
  const fence = new Fence(clock, 2_000)
  fence.begin(clock.monotonic(), 2_000)
  fence.open()
  const [a, b] = [node('node_a'), node('node_b')]
  const fates: string[] = []
  const inputs: RawSwitchInput[] = []
  const done: { readonly input: unknown; readonly fields: readonly PrivateField[] }[] = []
  const heard: string[] = []
  /** Texts that are being spoken, and how to be done with each. */
  const speaking = new Map<string, (file: string | undefined) => void>()
  const speak = ({ text }: SpokenText) => {
    const { promise, resolve } = deferred<string | undefined>()
    speaking.set(text, resolve)
    return promise
  }
  const errands: { readonly order: ErrandOrder; readonly signal: AbortSignal }[] = []
  const errand = deferred<ErrandAnswer>()
  const all = new Map(Object.entries(fields))
  let queries = 0
  const executor = createExecutor({
    siteId: 'site_test',
    switches: [a.port, b.port],
    fence,
    privateFields: {
      read,
      readSome: async (_, __, isWanted) => {
        queries += 1
        return new Map([...all].filter(([name]) => isWanted(name)))
      },
    },
    speech: {
      fixed: speak,
      personal: (_, text) => speak(text),
      heard: (files) => heard.push(...files),
      close: async () => undefined,
    },
    errands: {
      run: (order, signal) => {
        errands.push({ order, signal })
        return errand.promise
      },
    },
    observer: { ...unobserved, commandReleased: (type, fate) => fates.push(`${type} ${fate}`) },
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    input: (raw) => inputs.push(raw),
    errandDone: (input, fields) => done.push({ input, fields }),
  })
  return {
    execute: executor.run,
    executor,
    clock,
    a,
    b,
    fates,
    inputs,
    done,
    heard,
    speaking,
    errands,
    errand,
    queries: () => queries,
  }
}

const hangUp = (nodeId: string): Command => ({
  type: 'hangUp',
  nodeId: nodeId as NodeId,
  callId: CALL,
  legId: LEG,
  cause: 'NORMAL_CLEARING',
})

const ring = (to: Extract<Command, { type: 'originate' }>['to']): Command => ({
  type: 'originate',
  nodeId: 'node_a' as NodeId,
  callId: CALL,
  legId: LEG,
  role: 'party',
  to,
  ringMs: 1_000,
  shownNumber: '8000',
  earlyMedia: 'ignore',
})

const settled = () => new Promise((resolve) => setImmediate(resolve))

it('gives each order to its node', () => {
  const { execute, a, b, fates } = anExecutor()
  execute([hangUp('node_b'), hangUp('node_a'), hangUp('node_b')])
  expect([a.orders.length, b.orders.length]).toEqual([1, 2])
  expect(fates).toEqual(['hangUp sent', 'hangUp sent', 'hangUp sent'])
})

it('sends nothing once the site is no longer ours to command, and counts what it held back', () => {
  const { execute, clock, a, fates } = anExecutor()
  clock.pass(2_000)
  execute([hangUp('node_a'), ring({ kind: 'extension', extension: '1001' })])
  expect(a.orders).toEqual([])
  expect(fates).toEqual(['hangUp fenced', 'originate fenced'])
})

it('unseals a number for the one order that dials it', async () => {
  const { execute, a } = anExecutor()
  execute([ring({ kind: 'privateNumber', field: 'calledNumber' })])
  await settled()
  expect(a.orders).toMatchObject([{ type: 'originate', to: { kind: 'number', number: NUMBER } }])
})

it('is fenced at the moment of sending, not of unsealing', async () => {
  const { execute, clock, a, fates } = anExecutor()
  execute([ring({ kind: 'privateNumber', field: 'calledNumber' })])
  clock.pass(2_000)
  await settled()
  expect(a.orders).toEqual([])
  expect(fates).toEqual(['originate fenced'])
})

it.each([
  ['is not there', async (): Promise<undefined> => undefined],
  ["can't be read", () => Promise.reject(new Error('away'))],
] as const)('reports a failed call when the number %s, instead of ringing for ever', async (_, read) => {
  const { execute, a, inputs } = anExecutor(read)
  execute([ring({ kind: 'privateNumber', field: 'calledNumber' })])
  await settled()
  expect(a.orders).toEqual([])
  expect(inputs).toMatchObject([
    { type: 'commandFailed', command: 'originate', legId: LEG, reason: 'invalid' },
  ])
})

it('rings the phone before it sees to the caller, but never before an order that may free that phone', () => {
  const extension = { kind: 'extension', extension: '1001' } as const
  const answer: Command = { type: 'answer', nodeId: 'node_a' as NodeId, callId: CALL, legId: LEG }
  const claim: Command = { ...answer, type: 'claimLeg' }
  const sent = (...commands: Command[]) => {
    const { execute, a } = anExecutor()
    execute(commands)
    return a.orders.map(({ type }) => type)
  }
  expect(sent(claim, answer, ring(extension), answer)).toEqual(['originate', 'claimLeg', 'answer', 'answer'])
  expect(sent(hangUp('node_a'), claim, ring(extension))).toEqual(['hangUp', 'claimLeg', 'originate'])
})

const zh = { language: 'zh', pace: 'standard' } as const
const text = (say: string): PromptRef => ({ kind: 'text', text: say, ...zh })
const prompt = (name: string): PromptRef => ({ kind: 'prompt', name, ...zh })
const play = (token: string, ...prompts: PromptRef[]): Command => ({
  type: 'play',
  nodeId: 'node_a' as NodeId,
  callId: CALL,
  legId: LEG,
  token,
  prompts,
  keys: [],
})
const music = (...prompts: PromptRef[]): Command => ({
  type: 'startMusic',
  nodeId: 'node_a' as NodeId,
  callId: CALL,
  legId: LEG,
  prompts,
  music: 'local_stream://moh',
  keys: [],
})
const stop: Command = { type: 'stopPlayback', nodeId: 'node_a' as NodeId, callId: CALL, legId: LEG }
const onLeg = { nodeId: 'node_a' as NodeId, legId: LEG, at: 0 }

/** What was ordered to be heard, in order: the names of prompts and files. */
function said(orders: readonly SwitchCommand[]): string[] {
  return orders.map((order) => {
    const prompts = 'prompts' in order ? order.prompts : []
    return [order.type, ...prompts.map((one) => (one.kind === 'file' ? one.path : one.name))].join(' ')
  })
}

describe('what is said', () => {
  it('goes out at once where it is prompts and numbers', () => {
    const { execute, a, queries } = anExecutor()
    execute([play('t1', prompt('queue-position'), { kind: 'number', number: 12, ...zh })])
    expect(said(a.orders)).toEqual(['play queue-position digit-1 digit-2'])
    expect(queries()).toBe(0)
  })

  it('is what the caller keyed in, key by key, with one look at what is sealed', async () => {
    const { execute, a, queries } = anExecutor(undefined, { [dataField('card')]: '"40*7"' })
    const digits: PromptRef = { kind: 'digits', data: 'card', ...zh }
    execute([play('t1', prompt('you-entered'), digits, digits, { kind: 'digits', data: 'other', ...zh })])
    await settled()
    const once = 'digit-4 digit-0 digit-star digit-7'
    expect(said(a.orders)).toEqual([`play you-entered ${once} ${once}`])
    expect(queries()).toBe(1)
  })

  it('says names and texts that came with data, filled in once', async () => {
    const fields = { [dataField('name')]: '"张三"', [dataField('answer')]: '"{{name}}"', bad: 'x' }
    const { execute, speaking } = anExecutor(undefined, fields)
    execute([play('t1', text('您好，{{name}}{{missing}}。'), { kind: 'dataText', data: 'answer', ...zh })])
    await settled()
    expect([...speaking.keys()]).toEqual(['您好，张三。', '{{name}}'])
  })

  it('keeps its order while a text is being spoken, and nothing else waits for it', async () => {
    const { execute, a, speaking } = anExecutor()
    const elsewhere = { ...play('t9', prompt('other')), legId: 'leg-2' as LegId }
    const record = { ...hangUp('node_a'), type: 'startRecording', recordingId: 'rec', take: 1 } as never
    execute([play('t1', text('早上好')), play('t2', prompt('welcome')), elsewhere, record])
    expect(said(a.orders)).toEqual(['play other', 'startRecording'])
    speaking.get('早上好')?.('/speech/1.wav')
    await settled()
    expect(said(a.orders).slice(2)).toEqual(['play /speech/1.wav', 'play welcome'])
  })

  it('goes in its order even when the later text is spoken first', async () => {
    const { execute, a, speaking } = anExecutor()
    execute([play('t1', text('一')), play('t2', text('二'))])
    speaking.get('二')?.('/speech/2.wav')
    await settled()
    expect(a.orders).toEqual([])
    speaking.get('一')?.('/speech/1.wav')
    await settled()
    expect(said(a.orders)).toEqual(['play /speech/1.wav', 'play /speech/2.wav'])
  })

  it.each([
    ['a hang-up', hangUp('node_a'), 'hangUp'],
    ['the end of playback', stop, 'stopPlayback'],
    ['a bridge', { ...stop, type: 'bridge', legId: 'agent' as LegId, withLegId: LEG } as Command, 'bridge'],
  ])('is dropped by %s, which waits for nothing', async (_, ending, name) => {
    const { execute, a, speaking, heard } = anExecutor()
    execute([play('t1', text('{{x}}再见')), music(), ending])
    expect(said(a.orders)).toEqual([name])
    await settled()
    speaking.get('再见')?.('/spool/1.wav')
    await settled()
    expect(said(a.orders)).toEqual([name])
    expect(heard).toEqual(['/spool/1.wav'])
  })

  it('leaves out a text that can not be spoken', async () => {
    const { execute, a, speaking } = anExecutor()
    execute([play('t1', prompt('welcome'), text('早上好'), prompt('main-menu'))])
    speaking.get('早上好')?.(undefined)
    await settled()
    expect(said(a.orders)).toEqual(['play welcome main-menu'])
  })

  it('fails as the switch would when what is known of the caller can not be had, but music sounds', async () => {
    const away = createAway()
    away.execute([play('t1', { kind: 'digits', data: 'card', ...zh })])
    away.execute([music({ kind: 'dataText', data: 'card', ...zh })])
    await settled()
    expect(away.inputs).toMatchObject([
      { type: 'commandFailed', command: 'play', token: 't1', reason: 'refused', legId: LEG },
    ])
    expect(said(away.a.orders)).toEqual(['startMusic'])
  })

  it('has its personal files removed when they were heard, or the leg is gone', async () => {
    const fields = { [dataField('name')]: '"张三"' }
    const { execute, executor, speaking, heard } = anExecutor(undefined, fields)
    execute([play('t1', text('{{name}}，您好'), text('欢迎'))])
    await settled()
    speaking.get('张三，您好')?.('/spool/1.wav')
    speaking.get('欢迎')?.('/speech/2.wav')
    await settled()
    executor.notice({ type: 'promptFinished', ...onLeg, token: 'other' })
    expect(heard).toEqual([])
    executor.notice({ type: 'promptFinished', ...onLeg, token: 't1' })
    expect(heard).toEqual(['/spool/1.wav'])
    execute([music(text('{{name}}，请稍候'))])
    await settled()
    speaking.get('张三，请稍候')?.('/spool/3.wav')
    await settled()
    executor.notice({ type: 'legHungUp', ...onLeg, cause: 'NORMAL_CLEARING' })
    expect(heard).toEqual(['/spool/1.wav', '/spool/3.wav'])
  })
})

function createAway() {
  const made = anExecutor()
  const clock = new HandClock()
  const fence = new Fence(clock, 2_000)
  fence.begin(clock.monotonic(), 2_000)
  fence.open()
  const executor = createExecutor({
    siteId: 'site_test',
    switches: [made.a.port],
    fence,
    privateFields: {
      read: async () => undefined,
      readSome: () => Promise.reject(new Error('the database is away')),
    },
    speech: SPEECHLESS,
    errands: ERRANDLESS,
    observer: unobserved,
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    input: (raw) => made.inputs.push(raw),
    errandDone: () => undefined,
  })
  return { ...made, execute: executor.run }
}

describe('an errand', () => {
  const run: Command = {
    type: 'runErrand',
    nodeId: 'node_a' as NodeId,
    callId: CALL,
    token: 'e1',
    errand: { kind: 'hours', calendar: 'clinic' },
    timeoutMs: 5_000,
    known: { language: 'zh', profile: null, serviceNumber: '4001', startedAt: 0, queueId: null },
  }

  it('comes back with what was found, to be sealed beside its facts, and never reaches a switch', async () => {
    const { execute, a, done, errand, errands } = anExecutor()
    execute([run])
    expect(errands[0]?.order).toMatchObject({ callId: CALL, token: 'e1', known: { serviceNumber: '4001' } })
    const result = { kind: 'lookUp', found: 'found', names: ['name', 'age'] } as const
    errand.resolve({
      result,
      data: new Map<string, string | number>([
        ['name', '张三'],
        ['age', 70],
      ]),
    })
    await settled()
    expect(done).toMatchObject([
      {
        input: { type: 'errandDone', callId: CALL, token: 'e1', result },
        fields: [
          { callId: CALL, name: dataField('name'), value: '"张三"' },
          { callId: CALL, name: dataField('age'), value: '70' },
        ],
      },
    ])
    expect(a.orders).toEqual([])
  })

  it('ends with its time, whatever it waits for', async () => {
    const { execute, done, errands } = anExecutor()
    execute([{ ...run, timeoutMs: 5 } as Command])
    await expect.poll(() => done).toMatchObject([{ input: { result: { kind: 'failed', why: 'timedOut' } } }])
    expect(errands[0]?.signal.aborted).toBe(true)
  })

  it('is not run once the site is no longer ours, and comes to nothing when it is lost meanwhile', async () => {
    const late = anExecutor()
    late.clock.pass(2_000)
    late.execute([run])
    expect([late.errands, late.fates]).toEqual([[], ['runErrand fenced']])
    const { execute, executor, errand, errands, done } = anExecutor()
    execute([run])
    executor.close()
    expect(errands[0]?.signal.aborted).toBe(true)
    errand.resolve({ result: { kind: 'hours', is: 'open' }, data: NO_DATA })
    await settled()
    expect(done).toEqual([])
  })
})
