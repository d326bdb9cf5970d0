/** Steps that ask the caller for keys, and the ways that lead out of every step, with real tones and digits. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import {
  callerOf,
  factsOf,
  heard,
  inStep,
  press,
  type RunningSite,
  recordSlowly,
  startFlowSite,
  waysIn,
} from '../support/flow-site.ts'
import { type HospitalSystem, startHospitalSystem } from '../support/hospital-system.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Patient } from '../support/patient.ts'
import { MUSIC_HZ, type System } from '../support/system.ts'
import { traces } from '../support/traces.ts'

const PARTS = ['say', 'identity', 'choices', 'tongue', 'long', 'waiting', 'quiet', 'survey'] as const

const FLOW = `${waysIn(PARTS)}
  say: { kind: announce, prompts: [open], next: speech }
  speech: { kind: say, text: { zh: 请稍候，我们正在查询您的资料。 }, next: thanks }
  thanks: { kind: announce, prompts: [thanks], next: bye }

  identity:
    kind: collect
    prompts: [ask]
    into: patientId
    check: idNumber
    interDigitMs: 1000
    invalidPrompts: [wrong]
    next: say-back
    otherwise: bye
  say-back:
    kind: confirm
    about: identity
    times: 2
    prompts: [back, { digits: patientId }]
    confirmed: confirmed
    refused: identity-refused
    otherwise: bye
  confirmed: { kind: announce, prompts: [right], next: bye }
  identity-refused: { kind: announce, prompts: [refused], next: identity }

  choices:
    kind: menu
    prompts: [ask]
    options: { 8: { name: slower, next: slower } }
    otherwise: bye
  slower: { kind: profile, profile: elderly, next: pick }
  pick:
    kind: menu
    prompts: [choose]
    options: { 1: { name: first, next: confirmed }, 2: { name: second, next: thanks } }
    variants: { elderly: { prompts: [choose-short], options: { 1: { name: first, next: confirmed } } } }
    invalidPrompts: [wrong]
    otherwise: bye

  tongue:
    kind: menu
    prompts: [ask]
    options: { 1: { name: chinese, next: greeting }, 2: { name: english, next: english } }
    otherwise: bye
  english: { kind: profile, language: en, next: greeting }
  greeting: { kind: announce, prompts: [choose, choose, choose], next: bye }

  long: { kind: announce, prompts: [open, ask, ask, ask, ask, ask, ask, ask, ask, ask, ask], next: bye }
  waiting: { kind: queue, queueId: queue_general, enterPrompts: [wait] }
  urgent: { kind: queue, queueId: queue_emergency, enterPrompts: [emergency] }

  quiet:
    kind: menu
    prompts: [ask]
    options: { 1: { name: thanks, next: thanks } }
    timeoutMs: 3000
    noInputPrompts: [nothing]
    otherwise: bye
  helped:
    kind: menu
    prompts: [help]
    options: { 1: { name: thanks, next: thanks } }
    otherwise: bye

  survey:
    kind: survey
    name: satisfaction
    dimensions: [{ name: manner, prompts: [score] }, { name: waiting, prompts: [score] }]
    timeoutMs: 1000
    attempts: 1
    next: thanks
emergency: { key: "*", step: urgent }
silence: { afterMs: 5000, step: helped }
profiles: { elderly: { pace: slow, timeoutFactor: 1.5, extraAttempts: 1 } }
`

/** The example of GB 11643; a star stands for its X. */
const IDENTITY = '11010519491231002*'
const WRONG_CHECK_DIGIT = '110105194912310021'

onEachSwitch('steps that ask', (start) => {
  let site: RunningSite
  let system: System
  /** Takes every event as a webhook. */
  let his: HospitalSystem
  beforeAll(async () => {
    his = await startHospitalSystem(() => ({}))
    site = await startFlowSite(start, { flows: { main: FLOW } })
    system = site.system
    const { status } = await system.api('POST', '/v1/webhooks', { url: `${his.url}/events` })
    expect(status).toBe(201)
  })
  afterAll(async () => {
    await site?.stop()
    await his.close()
  })
  afterEach(() => system.reset())

  const caller = (part: (typeof PARTS)[number]) => callerOf(system, PARTS, part)
  const ended = (patient: Patient) => patient.view((now) => now.state === 'ended')

  it('announce and say: prompts, then a text of the flow’s own in speech, then the end', async () => {
    const { call, ...patient } = await caller('say')
    await heard(call, 'open')
    await call.audio.sound({ forMs: 900 })
    await heard(call, 'thanks')
    await call.waitFor('ended')
    expect((await ended({ call, ...patient })).ending).toEqual({ by: 'system', why: 'flowEnded' })
  })

  it('collect and confirm: a wrong number is refused, the right one is said back and confirmed twice', async () => {
    const patient = await caller('identity')
    const { call } = patient
    await heard(call, 'ask')
    await call.sendDigits(WRONG_CHECK_DIGIT, { toneMs: 60, gapMs: 40 })
    await heard(call, 'wrong')
    await press(patient, 'identity', IDENTITY, 2)
    await heard(call, 'back')
    for (const digit of ['digit-1', 'digit-0', 'digit-5'] as const) await heard(call, digit)
    await call.sendDigits('1')
    await press(patient, 'say-back', '1', 2)
    await heard(call, 'right')
    const { facts, attachedData } = (await ended(patient)) as Awaited<ReturnType<typeof ended>> & {
      attachedData: readonly string[]
    }
    expect(factsOf(facts, 'menuMissed')).toMatchObject([{ step: 'identity', attempt: 1, why: 'invalid' }])
    expect(factsOf(facts, 'digitsTaken')).toEqual([{ step: 'identity', into: 'patientId', length: 18 }])
    expect(factsOf(facts, 'confirmationGiven')).toMatchObject([{ nth: 1 }, { nth: 2 }])
    expect(attachedData).toEqual(['patientId'])
    const { body } = await system.api('GET', `/v1/calls/${patient.callId}/data`)
    expect(JSON.stringify(body)).toContain('patientId')
    expect(JSON.stringify(body)).not.toContain(IDENTITY.slice(0, -1))
  })

  it('confirm: no is asked for again', async () => {
    const patient = await caller('identity')
    await press(patient, 'identity', IDENTITY)
    await press(patient, 'say-back', '2')
    await heard(patient.call, 'refused')
    await inStep(patient, 'identity', 2)
  })

  it('menu and profile: elderly callers hear fewer choices, slowly, and the others are none', async () => {
    await recordSlowly(system, 'choose-short')
    const patient = await caller('choices')
    await press(patient, 'choices', '8')
    await heard(patient.call, 'choose-short', 'slow')
    await press(patient, 'pick', '2')
    await heard(patient.call, 'wrong')
    await press(patient, 'pick', '1', 2)
    await heard(patient.call, 'right')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'profileChosen')).toContainEqual({ language: null, profile: 'elderly' })
    expect(factsOf(facts, 'menuMissed')).toMatchObject([{ step: 'pick', why: 'invalid' }])
    expect(factsOf(facts, 'menuChosen')).toContainEqual({ step: 'pick', option: 'first' })
  })

  it('profile: from the key on everything is in English', async () => {
    const patient = await caller('tongue')
    await heard(patient.call, 'ask')
    await press(patient, 'tongue', '2')
    await heard(patient.call, 'choose', 'english')
    expect(await ended(patient)).toMatchObject({ language: 'en' })
  })

  it('survey: an answer is kept by its dimension, a dimension without one is passed over', async () => {
    const patient = await caller('survey')
    await press(patient, 'survey', '4')
    await heard(patient.call, 'thanks')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'surveyAnswered')).toEqual([
      { step: 'survey', survey: 'satisfaction', dimension: 'manner', score: 4 },
    ])
  })

  it('the emergency key leads out of an announcement', async () => {
    const patient = await caller('long')
    await heard(patient.call, 'ask')
    await patient.call.sendDigits('*')
    await heard(patient.call, 'emergency')
    const { facts } = await patient.view((now) => now.queueId === 'queue_emergency')
    expect(factsOf(facts, 'emergencyRaised')).toEqual([{ step: 'long' }])
  })

  it('and out of an entry that may end in the same key', async () => {
    const patient = await caller('identity')
    await heard(patient.call, 'ask')
    await press(patient, 'identity', '*')
    await heard(patient.call, 'emergency')
    const { facts } = await patient.view((now) => now.queueId === 'queue_emergency')
    expect(factsOf(facts, 'emergencyRaised')).toEqual([{ step: 'identity' }])
  })

  it('and out of a queue that isn’t the emergency’s own', async () => {
    const patient = await caller('waiting')
    await heard(patient.call, 'wait')
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await patient.call.sendDigits('*')
    await heard(patient.call, 'emergency')
    const { facts } = await patient.view((now) => now.queueId === 'queue_emergency')
    expect(factsOf(facts, 'emergencyRaised')).toEqual([{ step: 'waiting' }])
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
  })

  it('silence: who presses nothing for longer than the flow allows is asked whether help is needed', async () => {
    const patient = await caller('quiet')
    await heard(patient.call, 'nothing')
    await heard(patient.call, 'help')
    await press(patient, 'helped', '1')
    await heard(patient.call, 'thanks')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'silenceNoticed')).toEqual([{ step: 'quiet', silentMs: expect.any(Number) }])
  })

  it('what was keyed in is nowhere: no log, no table, no figure, no webhook', async () => {
    const identity = IDENTITY.slice(0, -1)
    const secrets = [identity, WRONG_CHECK_DIGIT, identity.slice(6)]
    expect(await traces(system, secrets)).toEqual([])
    const delivered = await eventually(async () => {
      const bodies = JSON.stringify(his.requests.map(({ body }) => body))
      return /silence.?noticed/i.test(bodies)
        ? { found: bodies }
        : { waiting: `${his.requests.length} events` }
    })
    expect(JSON.parse(delivered)).toContainEqual(
      expect.objectContaining({
        type: 'cti.call.digits-taken.v1',
        data: { step: 'identity', into: 'patientId', length: 18 },
      }),
    )
    for (const secret of secrets) expect(delivered).not.toContain(secret)
    for (const line of system.log) expect(line).not.toMatch(/dtmf|digits?["=:]\s*"?\d/i)
    expect(system.switchLogFile()).not.toMatch(/RECV DTMF/)
  })
})
