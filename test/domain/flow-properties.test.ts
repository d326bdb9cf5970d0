import './support/pure.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/domain/call/limits.ts'
import type { FlowId, LegId } from '../../src/domain/ids.ts'
import type { Command } from '../../src/domain/site/commands.ts'
import { canonical } from './support/canonical.ts'
import { faultsOf, JournalCheck } from './support/invariants.ts'
import { type Chance, KEYED, randomFlow, randomKeys, randomResult } from './support/random-flow.ts'
import { agentId, aSite, callerLeg, callId, directFlow, type Happened, type Site } from './support/story.ts'

/** Each number decides one thing, in the order in which things are to be decided; then it goes on from the first. */
const numbers = fc.array(fc.nat({ max: 10_000 }), { minLength: 40, maxLength: 400 })
const runs = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 2026),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 60),
}

function chanceOf(draws: readonly number[]): Chance {
  let next = 0
  return (n) => {
    const drawn = draws[next % draws.length] ?? 0
    // Not the same again, the second time round.
    const round = Math.floor(next / draws.length)
    next += 1
    return (drawn + round * 7) % n
  }
}

type Input = Parameters<Site['when']>[0]

/** What can come of what was ordered for a leg, and things that come by themselves. */
function replies(command: Command, chance: Chance, steps: readonly string[]): Input[] {
  if (command.type === 'runErrand') {
    const { callId: id, token, errand } = command
    return [{ type: 'errandDone', callId: id, token, result: randomResult(chance, errand, steps) }]
  }
  if (command.type === 'pauseInbound' || command.type === 'lookAtPhones') return []
  const { legId } = command
  const failed = chance(15) === 0
  if ('token' in command && failed) {
    const reason = ['refused', 'timedOut', 'invalid'][chance(3)]
    return [
      { type: 'commandFailed', legId, command: command.type, token: command.token, reason, cause: undefined },
    ]
  }
  switch (command.type) {
    case 'answer':
      return [{ type: 'legAnswered', legId }]
    case 'play': {
      const key = command.keys[chance(12)]
      return [{ type: 'promptFinished', legId, token: command.token, ...(key ? { key } : {}) }]
    }
    case 'collect': {
      const key = command.keys[chance(12)]
      const digits = randomKeys(chance, command.max, command.digits)
      const isKind = digits === 'none' || digits === 'invalid'
      const result = key
        ? { kind: 'interrupted', key }
        : isKind
          ? { kind: digits }
          : { kind: 'digits', digits }
      return [{ type: 'digitsCollected', legId, token: command.token, result }]
    }
    case 'startMusic': {
      const key = command.keys[chance(4)]
      return key ? [{ type: 'keyPressed', legId, key }] : []
    }
    case 'originate':
      return chance(4) === 0
        ? [{ type: 'legHungUp', legId, cause: 'USER_BUSY' }]
        : [{ type: 'legAnswered', legId }]
    case 'bridge':
      return [{ type: 'legsBridged', legId, withLegId: command.withLegId }]
    case 'hangUp':
      return [{ type: 'legHungUp', legId, cause: command.cause }]
    case 'startRecording': {
      const { recordingId, take } = command
      return [{ type: 'recordingBegan', legId, recordingId, take }]
    }
    default:
      return []
  }
}

/** A caller's life in a flow put together by chance, until it is over or nothing more happens by itself. */
function live(draws: readonly number[], look: (site: Site, happened: Happened) => void): Site {
  const chance = chanceOf(draws)
  const site = aSite()
  const ids = ['flow_a', 'flow_b'] as FlowId[]
  const flows = ids.map((id) => randomFlow(chance, id, [...ids, directFlow.id]))
  for (const flow of flows) site.when({ type: 'publishFlow', flow, origin: 'file' })
  const assigned = { '8000': directFlow.id, '8101': 'flow_a' }
  site.when({ type: 'assignNumbers', numbers: assigned, otherwise: directFlow.id })
  site.when({ type: 'setRecordingPolicy', enabled: chance(4) > 0, inbound: true, outbound: true })
  if (chance(2) === 0) site.agentReady('li')
  const steps = flows.flatMap((flow) => Object.keys(flow.steps))
  const coming: Input[] = []
  const happens = (happened: Happened) => {
    look(site, happened)
    for (const command of happened.commands) coming.push(...replies(command, chance, steps))
  }
  happens(site.arrives(1, '8101'))
  for (let n = 0; n < 150 && site.state.calls.has(callId(1)); n += 1) {
    happens(site.after(chance(3) === 0 ? chance(30_000) : chance(400)))
    const input = coming.splice(chance(Math.max(1, coming.length)), 1)[0]
    if (input) happens(site.when(input))
    if (chance(40) === 0) happens(reconnects(site))
    if (chance(30) === 0) happens(site.when({ type: 'makeAgentReady', agentId: agentId('li') }))
  }
  return site
}

/** All legs are there, and nobody knows what was heard meanwhile. */
function reconnects(site: Site): Happened {
  site.when({ type: 'switchLost' })
  const legs = [...site.state.calls].flatMap(([id, call]) =>
    [...call.legs].map(([legId, { role, answered }]) => ({
      legId,
      callId: id,
      role,
      answered,
      waiting: true,
    })),
  )
  return site.reconnected(legs)
}

describe('in a flow put together by chance', () => {
  it('every phase has a way out, no agent and no leg is left over, and the journal alone gives the same state', () => {
    fc.assert(
      fc.property(numbers, (draws) => {
        const site = live(draws, (now) => {
          const faults = faultsOf(now.state)
          if (faults.length > 0) expect(faults).toEqual([])
        })
        expect(canonical(site.replayed)).toBe(canonical(site.state))
        const check = new JournalCheck()
        for (const row of site.journal) check.add(row)
        expect(check.faults).toEqual([])
      }),
      runs,
    )
  })

  it('what a caller keys in is in no fact and no order; what is handed out goes by the name of the step’s data', () => {
    let handedOut = 0
    fc.assert(
      fc.property(numbers, (draws) => {
        let open = ''
        const names = new Set<string>()
        const site = live(draws, (_, { commands, sealed, facts }) => {
          open += JSON.stringify([commands, facts.map(({ data }) => data)])
          for (const { name } of sealed) names.add(name)
        })
        for (const keys of [...KEYED, '11010519491231002X'].filter((one) => one.length > 8))
          expect(open).not.toContain(keys)
        handedOut += names.size
        for (const name of names) expect(name).toMatch(/^data:(?:number|patientId|birthday)$/)
        expect(site.journal.length).toBeGreaterThan(0)
      }),
      runs,
    )
    expect(handedOut).toBeGreaterThan(0)
  })

  it('nobody is led on and on without having done anything', () => {
    fc.assert(
      fc.property(numbers, (draws) => {
        live(draws, (site, { facts }) => {
          const call = site.state.calls.get(callId(1))
          // Questions that are put again count too, and there are few of those in one step.
          const isTooMuch = (call?.silentSteps ?? 0) >= LIMITS.silentSteps + 10
          if (isTooMuch || facts.length >= 3 * LIMITS.silentSteps) expect(facts).toEqual([])
        })
      }),
      runs,
    )
  })

  it('the call ends exactly once when the caller hangs up', () => {
    fc.assert(
      fc.property(numbers, (draws) => {
        const site = live(draws, () => {})
        const hangUp = (legId: LegId) => site.leg('legHungUp', legId, { cause: 'NORMAL_CLEARING' })
        if (site.state.legs.has(callerLeg(1))) hangUp(callerLeg(1))
        for (const legId of [...site.state.legs.keys()]) hangUp(legId)
        expect([...site.state.calls.keys()]).toEqual([])
        expect(site.journal.filter(({ type }) => type === 'callEnded')).toHaveLength(1)
      }),
      runs,
    )
  })

  it('a switch that says nothing more leaves the caller with people, or ends the call', () => {
    fc.assert(
      fc.property(numbers, (draws) => {
        const site = live(draws, () => {})
        const call = site.state.calls.get(callId(1))
        if (call) reconnects(site)
        for (let minute = 0; minute < 400; minute += 1) site.after(60_000)
        const phase = site.state.calls.get(callId(1))?.phase.name ?? 'ended'
        expect(['ended', 'queued', 'handedOn', 'connected', 'fallback']).toContain(phase)
      }),
      runs,
    )
  })
})
