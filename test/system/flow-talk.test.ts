/** Steps with somebody else in them: queues, phones that the flow rings, messages, and what follows a talk. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import {
  callerOf,
  factsOf,
  heard,
  press,
  type RunningSite,
  startFlowSite,
  waysIn,
} from '../support/flow-site.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Patient } from '../support/patient.ts'
import { complete, heardIn, inWords, longest, recordingIdOf, soundOf } from '../support/recordings.ts'
import { MUSIC_HZ, type System, types } from '../support/system.ts'

const PARTS = [
  'announced',
  'given-up',
  'consent',
  'surveyed',
  'handed',
  'other-flow',
  'message',
  'later',
] as const

const FLOW = `${waysIn(PARTS)}
  announced:
    kind: queue
    queueId: queue_reports
    enterPrompts: [wait]
    announcements: { everyMs: 10000, prompts: [notice], position: true }
    keys: { 1: { name: later, next: left } }
  left: { kind: announce, prompts: [left], next: bye }
  given-up: { kind: queue, queueId: queue_reports, maxWaitMs: 1500, otherwise: nobody }
  nobody: { kind: announce, prompts: [not-found], next: bye }

  consent:
    kind: consent
    about: recording
    prompts: [ask]
    given: talk
    refused: talk
    otherwise: bye
  talk: { kind: queue, queueId: queue_general }

  surveyed: { kind: queue, queueId: queue_general, afterTalk: score }
  score:
    kind: survey
    name: satisfaction
    dimensions: [{ name: manner, prompts: [score] }]
    timeoutMs: 2000
    next: thanks
  thanks: { kind: announce, prompts: [thanks], next: bye }

  handed: { kind: transfer, to: { extension: "2001" }, prompts: [wait], ringMs: 8000, otherwise: unreached }
  unreached: { kind: announce, prompts: [failed], next: bye }
  other-flow: { kind: transfer, to: { flowId: flow_other }, otherwise: unreached }

  message: { kind: voicemail, prompts: [speak], maxMs: 20000, next: thanks, otherwise: unreached }
  later: { kind: callback, queueId: queue_general, accepted: thanks, notYet: left }
`

const OTHER = `
id: flow_other
languages: [zh]
start: hello
steps:
  hello: { kind: announce, prompts: [open], next: end }
  end: { kind: hangUp }
`

const PATIENT_HZ = 500
const AGENT_HZ = 640

onEachSwitch('steps with somebody else', (start) => {
  let site: RunningSite
  let system: System
  beforeAll(async () => {
    site = await startFlowSite(start, { flows: { main: FLOW, other: OTHER } })
    system = site.system
  })
  afterAll(() => site?.stop())
  afterEach(() => system.reset())

  const caller = (part: (typeof PARTS)[number]) => callerOf(system, PARTS, part)
  const ended = (patient: Patient) => patient.view((now) => now.state === 'ended')

  async function agentPhone() {
    const phone = await system.phone('1001', { tone: AGENT_HZ })
    await system.ready('agent_li')
    return phone
  }

  /** The patient and the next one whom the phone takes hear each other. */
  async function talks(patient: Patient, phone: Awaited<ReturnType<typeof agentPhone>>) {
    const offered = await phone.nextIncoming()
    await offered.answer()
    await Promise.all([
      patient.call.audio.heard(AGENT_HZ, { forMs: 200 }),
      offered.audio.heard(PATIENT_HZ, { forMs: 200 }),
    ])
    return offered
  }

  it('queue: the place and the notice are said between the music, and a key leads out', async () => {
    const patient = await caller('announced')
    await heard(patient.call, 'wait')
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await patient.view((now) => types(now).includes('callAnnounced'))
    for (const said of ['queue-position', 'digit-1', 'notice'] as const) await heard(patient.call, said)
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await patient.call.sendDigits('51')
    await heard(patient.call, 'left')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'callAnnounced')).toMatchObject([{ queueId: 'queue_reports', nth: 1, position: 1 }])
    expect(factsOf(facts, 'callLeftQueue')).toMatchObject([{ queueId: 'queue_reports', option: 'later' }])
  }, 60_000)

  it('queue: nobody comes in time', async () => {
    const patient = await caller('given-up')
    await heard(patient.call, 'not-found')
    expect(types(await ended(patient))).toContain('callWaitedTooLong')
  })

  it.each([
    ['1', 'consentGiven'],
    ['2', 'consentRefused'],
  ] as const)('consent about the recording: %s is %s, and the talk goes by it', async (key, fact) => {
    const phone = await agentPhone()
    const patient = await caller('consent')
    await press(patient, 'consent', key)
    const offered = await talks(patient, phone)
    await offered.hangUp()
    await patient.call.hangUp()
    const told = types(await ended(patient))
    expect(told).toContain(fact)
    expect(told.includes('callRecorded')).toBe(fact === 'consentGiven')
  })

  it('survey after a talk: the agent hangs up, the caller is asked', async () => {
    const phone = await agentPhone()
    const patient = await caller('surveyed')
    const offered = await talks(patient, phone)
    await offered.hangUp()
    await heard(patient.call, 'score')
    await press(patient, 'score', '5')
    await heard(patient.call, 'thanks')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'surveyAnswered')).toMatchObject([{ dimension: 'manner', score: 5 }])
  })

  it('transfer: a phone of the house is rung for the caller, and the two hear each other', async () => {
    const phone = await system.phone('2001', { tone: AGENT_HZ })
    const patient = await caller('handed')
    await heard(patient.call, 'wait')
    const offered = await talks(patient, phone)
    expect(types(await patient.view((now) => types(now).includes('callHandedOn')))).toContain(
      'handOnAnswered',
    )
    await offered.hangUp()
    await patient.call.waitFor('ended')
    await ended(patient)
  })

  it('transfer: a phone that refuses, and one that isn’t there, leave the caller the flow’s other way', async () => {
    const phone = await system.phone('2001', { tone: AGENT_HZ })
    const refused = await caller('handed')
    ;(await phone.nextIncoming()).refuse(486)
    await heard(refused.call, 'failed')
    const busy = factsOf((await ended(refused)).facts, 'handOnEnded')
    await phone.close()
    const absent = await caller('handed')
    await heard(absent.call, 'failed')
    const gone = factsOf((await ended(absent)).facts, 'handOnEnded')
    expect([busy, gone]).toMatchObject([[{ why: 'busy' }], [{ why: 'unreachable' }]])
  })

  it('transfer: another flow takes the caller from its start', async () => {
    const patient = await caller('other-flow')
    await heard(patient.call, 'open')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'callHandedOn')).toMatchObject([{ to: 'flow', flow: { id: 'flow_other' } }])
  })

  it('voicemail: from the tone on until the key, sealed, and opened by somebody with a reason', async () => {
    const patient = await caller('message')
    await heard(patient.call, 'speak')
    await heard(patient.call, 'beep')
    await patient.view((now) => types(now).includes('callRecorded'))
    await patient.call.audio.silentFor(1_500)
    await patient.call.sendDigits('#')
    await heard(patient.call, 'thanks')
    const { facts } = await ended(patient)
    const [{ recordedMs }] = factsOf(facts, 'voicemailLeft') as [{ recordedMs: number }]
    expect(recordedMs).toBeGreaterThan(1_000)
    await complete(system, patient.callId)
    const { left } = await soundOf(system, recordingIdOf(patient.callId))
    expect(longest(heardIn(left, PATIENT_HZ)), inWords(left)).toBeGreaterThan(1_000)
  })

  it('callback: not yet, so the flow goes on', async () => {
    const patient = await caller('later')
    await heard(patient.call, 'left')
    expect(factsOf((await ended(patient)).facts, 'callbackOffered')).toEqual([
      { queueId: 'queue_general', outcome: 'notYet' },
    ])
  })
})
