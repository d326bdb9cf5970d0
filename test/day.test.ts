import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { argumentsOf } from '../scripts/lib/day/arguments.ts'
import { DAY_MS, planDay } from '../scripts/lib/day/plan.ts'
import { faultsOf, inWords, lastLine } from '../scripts/lib/day/report.ts'
import { runDay } from '../scripts/lib/day/run.ts'
import { type Instead, loadSettings, type Settings } from '../scripts/lib/day/settings.ts'

const hospital = new URL('../scripts/lib/day/hospital.yaml', import.meta.url).pathname
const dir = mkdtempSync(join(tmpdir(), 'cti-day-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function settingsOf(instead: Instead, file = hospital): Settings {
  const loaded = loadSettings(file, instead)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  return loaded.value
}

/** The hospital's file with this in the place of that. */
function edited(that: RegExp, instead: string): string {
  const file = join(dir, 'edited.yaml')
  writeFileSync(file, readFileSync(hospital, 'utf8').replace(that, instead))
  return file
}

const SMALL: Instead = { calls: 1_500, agents: 60, queues: 12, noReference: true }

describe('the plan of a day', () => {
  const settings = settingsOf({})
  const { queues, agents } = planDay(settings)

  it('has as many agents and queues as asked for, those of the theory among them', () => {
    expect(agents.length).toBe(10_000)
    expect(queues.length).toBe(200)
    expect(queues.filter(({ station }) => station).length).toBe(40)
    expect(agents.filter(({ isReference }) => isReference).length).toBe(400)
    expect(agents.map(({ n }) => n)).toEqual(agents.map((_, index) => index))
  })

  it('leaves no queue without an agent at any hour', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const at = ((hour + 0.5) * DAY_MS) / 24
      const there = agents.filter(({ shifts }) =>
        shifts.some(({ fromMs, toMs }) => fromMs <= at && at < toMs),
      )
      const served = new Set(there.flatMap((agent) => agent.queues))
      expect(queues.filter(({ n }) => !served.has(n)).length, `at ${hour}:30`).toBe(0)
    }
  })

  it('gives agents of the theory nothing else to do', () => {
    for (const { queues: served, isReference } of agents)
      expect(served.some((n) => queues[n]?.station !== undefined)).toBe(isReference)
  })
})

describe('a day', () => {
  const settings = settingsOf(SMALL)
  const day = runDay(settings)

  it('passes with every property held and every call ended', () => {
    expect(faultsOf(day)).toEqual([])
    expect(day.calls).toBe(1_500)
    expect(day.watch.ended).toBe(1_500)
    expect(lastLine(day, settings, 1)).toContain('no property violated')
  })

  it('is the same again for the same seed, and another for another', () => {
    expect(inWords(runDay(settings), settings)).toEqual(inWords(day, settings))
    expect(inWords(runDay({ ...settings, seed: 2 }), settings)).not.toEqual(inWords(day, settings))
  })

  it('says how far off the expected waits were', () => {
    const groups = [...day.estimates.groups.values()]
    expect(groups.length).toBeGreaterThan(0)
    for (const { waitedMs, errorsMs, distancesMs } of groups) {
      expect(errorsMs.count).toBe(waitedMs.count)
      expect(distancesMs.mean).toBeGreaterThanOrEqual(Math.abs(errorsMs.mean))
    }
    expect(inWords(day, settings).join('\n')).toContain('mean error')
  })

  it('accounts for every caller who was queued', () => {
    for (const { calls, answered, abandoned, tooLong, waitsMs } of day.tally.groups.values()) {
      expect(answered + abandoned + tooLong).toBe(calls)
      expect(waitsMs.count).toBe(answered)
    }
  })
})

describe('queues like those of the theory', () => {
  const reference = {
    fromHour: 2,
    talkSeconds: 60,
    erlangC: { queues: 6, agents: 2, load: 1 },
    erlangA: { queues: 6, agents: 2, load: 2.5, patienceSeconds: 60 },
  }
  const settings = { ...settingsOf(SMALL), calls: 30_700, agents: 84, queues: 24, reference }
  const day = runDay(settings)

  it('agree with it', () => {
    expect(day.compared.map(({ group, measure }) => `${group} ${measure}`)).toEqual([
      'Erlang C waits',
      'Erlang C meanWaitMs',
      'Erlang A waits',
      'Erlang A meanWaitMs',
      'Erlang A givesUp',
    ])
    expect(faultsOf(day)).toEqual([])
    for (const { expected, seen } of day.compared) expect(Math.abs(seen / expected - 1)).toBeLessThan(0.2)
  })

  it('are said to disagree where they do', () => {
    const [first] = day.compared
    const wrong = { ...day, compared: first ? [{ ...first, agrees: false, offBy: 6 }] : [] }
    expect(faultsOf(wrong)).toEqual(['Erlang C waits off by 6.0 standard errors'])
    expect(lastLine(wrong, settings, 1)).toContain('FAILED')
  })
})

describe('the settings of a day', () => {
  it.each([
    [/calls: 1000000/, 'calls: many', /:3:8$/, 'calls'],
    [/spread: 0.6/, 'spraed: 0.6', /:\d+:\d+$/, 'departments[0].talkSeconds'],
    [/sharedWith: nurses/, 'sharedWith: nobody', /edited.yaml$/, 'emergencies'],
    [/load: 8 /, 'load: 10 ', /edited.yaml$/, 'reference.erlangC'],
    [/to: 15/, 'to: 7', /edited.yaml$/, 'shifts'],
  ])('are refused where they are wrong: %s', (that, instead, place, path) => {
    const loaded = loadSettings(edited(that, instead))
    if (loaded.ok) throw new Error('taken')
    expect(loaded.faults.length).toBeGreaterThan(0)
    expect(loaded.faults[0]?.place).toMatch(place)
    expect(loaded.faults[0]?.path).toContain(path)
  })

  it('say how the reference is left out where it doesn’t fit', () => {
    const loaded = loadSettings(hospital, { agents: 60, queues: 12 })
    expect(loaded).toMatchObject({ ok: false, faults: [{ path: 'reference' }] })
    expect(JSON.stringify(loaded)).toContain('--no-reference')
  })
})

describe('the arguments', () => {
  it('say what is to be otherwise', () => {
    expect(argumentsOf(['--calls', '10', '--seed', '7', '--quiet', '--no-reference'])).toEqual({
      day: undefined,
      instead: { calls: 10, seed: 7, noReference: true },
      quiet: true,
    })
  })

  it.each([[['--calls', '0']], [['--seed', '-1']], [['--agents', '1e3']], [['--nothing']], [['rest']]])(
    'are refused where they are wrong: %j',
    (args) => {
      expect(argumentsOf(args)).toEqual(expect.any(String))
    },
  )
})
