/** Steps that need something of the world beside the switch: calendars, expressions, the HIS, an endpoint. */
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
import { type HisAnswer, type HospitalSystem, startHospitalSystem } from '../support/hospital-system.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Patient } from '../support/patient.ts'
import { MUSIC_HZ, type System } from '../support/system.ts'
import { traces } from '../support/traces.ts'

const PARTS = [
  'hours-open',
  'hours-closed',
  'hours-holiday',
  'values',
  'one',
  'several',
  'nobody',
  'slow',
  'broken',
  'asked',
  'unanswered',
] as const

const LOOKED_UP = ['one', 'several', 'nobody', 'slow', 'broken']

const FLOW = `${waysIn(PARTS)}
  hours-open: { kind: hours, calendar: always, open: open, closed: closed }
  hours-closed: { kind: hours, calendar: never, open: open, closed: closed }
  hours-holiday: { kind: hours, calendar: feast, open: open, closed: closed, holiday: holiday }
  open: { kind: announce, prompts: [open], next: bye }
  closed: { kind: announce, prompts: [closed], next: bye }
  holiday: { kind: announce, prompts: [holiday], next: bye }

  values:
    kind: set
    values: { visits: 3, often: { expression: data.visits == null } }
    next: by-values
    otherwise: failed
  by-values:
    kind: branch
    cases:
      - { when: 'data.visits > 5', next: closed }
      - { when: 'data.often && data.visits == 3', next: right }
    otherwise: failed
  right: { kind: announce, prompts: [right], next: bye }

${LOOKED_UP.map((who) => `  ${who}: { kind: set, values: { who: ${who} }, next: patients }`).join('\n')}
  patients:
    kind: lookUp
    source: his
    path: /patients/{{who}}
    query: { with: 'name,{{who}}' }
    into: { patientName: /patients/0/name }
    candidates: /patients
    timeoutMs: 3000
    waitPrompts: [wait]
    found: found
    several: several-patients
    notFound: not-found
    failed: failed
  found: { kind: announce, prompts: [found, { dataText: patientName }, thanks], next: bye }
  several-patients: { kind: announce, prompts: [several], next: bye }
  not-found: { kind: announce, prompts: [not-found], next: bye }
  failed: { kind: announce, prompts: [failed], next: bye }

  asked: { kind: set, values: { who: known }, next: ask-way }
  unanswered: { kind: set, values: { who: unknown }, next: ask-way }
  ask-way: { kind: ask, source: his, path: '/next/{{who}}', send: [who], timeoutMs: 1500, otherwise: otherwise }
  otherwise: { kind: announce, prompts: [otherwise], next: bye }
`

const PATIENT = '上官婉儿'
const TOLD = '您的报告已经出来了。'

const ANSWERS: Readonly<Record<string, HisAnswer>> = {
  '/patients/one': { patients: [{ name: PATIENT }] },
  '/patients/several': { patients: [{ name: PATIENT }, { name: '司马光' }] },
  '/patients/nobody': { patients: [] },
  '/patients/slow': 'never',
  '/patients/broken': 500,
  '/next/known': {
    start: 'tell',
    steps: {
      tell: { kind: 'announce', prompts: ['found', { say: { zh: TOLD } }], next: 'offer' },
      offer: {
        kind: 'menu',
        prompts: ['choose'],
        options: { 1: { name: 'again', next: 'right' } },
        otherwise: 'right',
      },
    },
  },
  '/next/unknown': 503,
}

/** Open always, never, and on days around this one a holiday. */
function calendars(): string {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const whole = `{ ${days.map((day) => `${day}: ["00:00-24:00"]`).join(', ')} }`
  const around = [-1, 0, 1, 2].map((n) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10))
  return `
timeZone: Asia/Shanghai
calendars:
  always: { weekly: ${whole}, holidays: none }
  never: { weekly: { mon: ["00:00-00:01"] }, holidays: none, exceptions: { ${around.map((day) => `"${day}": closed`).join(', ')} } }
  feast: { weekly: ${whole}, holidays: none, exceptions: { ${around.map((day) => `"${day}": holiday`).join(', ')} } }
`
}

onEachSwitch('steps with an errand', (start) => {
  let his: HospitalSystem
  let site: RunningSite
  let system: System
  beforeAll(async () => {
    his = await startHospitalSystem((path) => ANSWERS[path])
    const source = `{ his: { url: "${his.url}", tokenFile: null, timeoutMs: 5000 } }`
    site = await startFlowSite(start, {
      flows: { main: FLOW },
      calendars: calendars(),
      env: { CTI_HIS_SOURCES: source },
    })
    system = site.system
  })
  afterAll(async () => {
    await site?.stop()
    await his.close()
  })
  afterEach(() => system.reset())

  const caller = (part: (typeof PARTS)[number]) => callerOf(system, PARTS, part)
  const ended = (patient: Patient) => patient.view((now) => now.state === 'ended')

  it.each([
    ['hours-open', 'open', 'open'],
    ['hours-closed', 'closed', 'closed'],
    ['hours-holiday', 'holiday', 'holiday'],
  ] as const)('hours: %s', async (part, said, is) => {
    const patient = await caller(part)
    await heard(patient.call, said)
    expect(factsOf((await ended(patient)).facts, 'hoursLooked')).toMatchObject([{ step: part, is }])
  })

  it('set and branch: values, an expression, and the first case that is true', async () => {
    const patient = await caller('values')
    await heard(patient.call, 'right')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'dataSet')).toContainEqual({
      names: ['visits', 'often'],
      by: 'flow',
      step: 'values',
    })
    expect(factsOf(facts, 'branchTaken')).toContainEqual({ step: 'by-values', index: 1 })
  })

  it('lookUp: one patient is found, and the name, which nobody else sees, is spoken', async () => {
    const patient = await caller('one')
    await heard(patient.call, 'found')
    await heard(patient.call, 'thanks')
    const { facts } = await ended(patient)
    expect(his.requests).toContainEqual({ method: 'GET', path: expect.any(String), body: undefined })
    expect(his.requests.map(({ path }) => decodeURIComponent(path))).toContain('/patients/one?with=name,one')
    expect(factsOf(facts, 'lookedUp')).toEqual([{ step: 'patients', source: 'his', found: 'found' }])
    expect(factsOf(facts, 'dataSet')).toContainEqual({
      names: ['patientName'],
      by: 'his',
      step: 'patients',
    })
    expect(await traces(system, [PATIENT])).toEqual([])
  })

  it.each([
    ['several', 'several', 'several'],
    ['nobody', 'not-found', 'notFound'],
  ] as const)('lookUp: %s, and none is picked', async (part, said, found) => {
    const patient = await caller(part)
    await heard(patient.call, said)
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'lookedUp')).toMatchObject([{ found }])
    expect(facts.some(({ type, data }) => type === 'dataSet' && data['by'] === 'his')).toBe(false)
  })

  it('lookUp: while the source says nothing there is music, and then another way', async () => {
    const patient = await caller('slow')
    await heard(patient.call, 'wait')
    await patient.call.audio.heard(MUSIC_HZ, { forMs: 300 })
    await heard(patient.call, 'failed')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'errandFailed')).toMatchObject([{ step: 'patients', why: 'timedOut' }])
  })

  it('lookUp: a source that fails', async () => {
    const patient = await caller('broken')
    await heard(patient.call, 'failed')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'errandFailed')).toMatchObject([{ step: 'patients', why: 'unavailable' }])
  })

  it('ask: the answer’s steps are walked, in speech and by key, back into the flow', async () => {
    const patient = await caller('asked')
    await heard(patient.call, 'found')
    await patient.call.audio.sound({ forMs: 900 })
    await heard(patient.call, 'choose')
    await press(patient, 'ask-way.offer', '1')
    await heard(patient.call, 'right')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'stepsAnswered')).toMatchObject([{ step: 'ask-way', start: 'ask-way.tell' }])
    const { body } = his.requests.find(({ path }) => path === '/next/known') ?? {}
    expect(body).toMatchObject({ callId: patient.callId, data: { who: 'known' }, language: 'zh' })
    expect(await traces(system, [TOLD])).toEqual([])
  })

  it('ask: an endpoint that fails again and again leaves the flow its own way', async () => {
    const patient = await caller('unanswered')
    await heard(patient.call, 'otherwise')
    const { facts } = await ended(patient)
    expect(factsOf(facts, 'errandFailed')).toMatchObject([{ step: 'ask-way', why: 'unavailable' }])
    expect(his.requests.filter(({ path }) => path === '/next/unknown')).toHaveLength(2)
  })
})
