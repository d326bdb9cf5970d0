import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import type { Faults } from './channel.ts'
import { World } from './world.ts'

const NONE: Faults = {
  eventLost: 0,
  eventTwice: 0,
  eventLate: 0,
  refused: 0,
  unanswered: 0,
  phoneVanishes: 0.05,
  phoneSilent: 0.1,
  connectionEveryMs: 0,
  restartEveryMs: 0,
  switchDiesEveryMs: 0,
  recordingBreaks: 0,
}

/** Kinds of weather. A history is told again by `SIM_SEED=…`, in every weather. */
const WEATHERS: Readonly<Record<string, Faults>> = {
  'a good day': NONE,
  'phones and commands that fail': {
    ...NONE,
    refused: 0.05,
    unanswered: 0.03,
    phoneVanishes: 0.3,
    phoneSilent: 0.3,
    recordingBreaks: 0.3,
  },
  'events twice, late and out of order': { ...NONE, eventTwice: 0.1, eventLate: 0.2 },
  'connections that break': { ...NONE, connectionEveryMs: 15_000, eventLost: 0.002 },
  'controllers that are killed': { ...NONE, restartEveryMs: 20_000 },
  'switches that die': { ...NONE, switchDiesEveryMs: 60_000 },
  'all of it at once': {
    eventLost: 0.002,
    eventTwice: 0.03,
    eventLate: 0.05,
    refused: 0.03,
    unanswered: 0.02,
    phoneVanishes: 0.2,
    phoneSilent: 0.2,
    connectionEveryMs: 40_000,
    restartEveryMs: 60_000,
    switchDiesEveryMs: 200_000,
    recordingBreaks: 0.2,
  },
}

const only = process.env['SIM_SEED']
const count = Number(process.env['SIM_HISTORIES'] ?? 2)
const seeds = only === undefined ? Array.from({ length: count }, (_, n) => n + 1) : [Number(only)]
const calls = Number(process.env['SIM_CALLS'] ?? 200)

describe.each(Object.entries(WEATHERS))('in %s', (_name, faults) => {
  it.each(seeds)('nobody is lost and everything ends (SIM_SEED=%i)', (seed) => {
    const world = new World({ seed, calls, faults })
    expect(world.comeToRest().slice(0, 20)).toEqual([])
    const counted = (type: string) => world.controller.journal.filter((row) => row.type === type).length
    expect(counted('callConnected')).toBeGreaterThan(0)
    expect(counted('recordingTakeStarted')).toBeGreaterThan(0)
    expect(counted('callbackConfirmed')).toBeGreaterThan(0)
  })
})
