/** What the tests of dying, paused and returning controllers share. */
import { expect } from 'vitest'
import { FALLBACK_EXTENSION } from '../../src/trial/extensions.ts'
import { eventually } from './eventually.ts'
import type { Call, Phone } from './phone/index.ts'
import { type Patient, type System, types } from './system.ts'
import { DELIVERED, PATIENT } from './test-switch.ts'

/** Tones by which each is known at the other end; patients have 500 Hz unless told. */
export const HZ = { patient: 500, second: 560, agent: 700, other: 800, fallback: 640 } as const

/**
 * Until now the switch would have waited for the service for as long as a test takes; from now on it gives it up as soon as
 * it does where it is delivered. `endless` takes that back, before anything is asked of a service that has returned.
 */
export async function patience(system: System, how: 'delivered' | 'endless'): Promise<void> {
  const { silentSeconds } = how === 'delivered' ? DELIVERED : PATIENT
  await patienceWithNewCalls(system, how)
  const socket = await system.eventSocket()
  await socket.api(`global_setvar controller_silent_seconds=${silentSeconds}`)
  socket.close()
}

/** The same for new calls alone, whose timer is set when they arrive: nothing that is said later reaches it. */
export async function patienceWithNewCalls(system: System, how: 'delivered' | 'endless'): Promise<void> {
  const { unclaimedSeconds } = how === 'delivered' ? DELIVERED : PATIENT
  const socket = await system.eventSocket()
  await socket.api(`global_setvar unclaimed_seconds=${unclaimedSeconds}`)
  socket.close()
}

export interface FallbackGroup {
  readonly phone: Phone
  /** Calls that have reached it so far. */
  readonly rung: readonly Call[]
}

/** The fallback group's phone, which answers whatever comes. */
export async function fallbackGroup(system: System): Promise<FallbackGroup> {
  const phone = await system.phone(FALLBACK_EXTENSION, { answer: 'auto', tone: HZ.fallback })
  const rung: Call[] = []
  phone.onIncoming((call) => rung.push(call))
  return { phone, rung }
}

/** A patient who talks with the agent at this extension, having heard each other. */
export async function talk(
  system: System,
  {
    agentId = 'agent_li',
    extension = '1001',
    key = '1',
    tone = HZ.patient as number,
    agentTone = HZ.agent as number,
  } = {},
): Promise<{ patient: Patient; agent: Call; agentPhone: Phone }> {
  const agentPhone = await system.phone(extension, { answer: 'auto', tone: agentTone })
  await system.ready(agentId)
  const patient = await system.patient({ tone })
  await patient.queueUp(key)
  const agent = await agentPhone.nextIncoming()
  await bothHear(patient.call, tone, agent, agentTone)
  await patient.view((now) => now.state === 'connected')
  return { patient, agent, agentPhone }
}

/** A caller waits, and the phone of agent_li (1001) rings for that caller. */
export async function ringsFor(
  system: System,
  tone: number = HZ.patient,
): Promise<{ patient: Patient; ringing: Call }> {
  const phone = await system.phone('1001', { tone: HZ.agent })
  await system.ready('agent_li')
  const patient = await system.patient({ tone })
  await patient.queueUp('1')
  const ringing = await phone.nextIncoming()
  await ringing.ring()
  await patient.view((now) => types(now).includes('callAlerting'))
  return { patient, ringing }
}

/** From now on, each hears the other's tone. */
export async function bothHear(one: Call, oneHz: number, other: Call, otherHz: number): Promise<void> {
  await Promise.all([one.audio.heard(otherHz, { forMs: 400 }), other.audio.heard(oneHz, { forMs: 400 })])
}

/** Ends the service without a word; resolves when the process is gone. */
export async function killService({ trial }: System): Promise<void> {
  const { pid } = trial.service
  process.kill(pid, 'SIGKILL')
  await eventually(async () =>
    trial.service.pid === pid ? { waiting: `${pid} lives` } : { found: undefined },
  )
}

/** Until the service answers, owns the site and is connected to its switches. */
export function inCharge({ api }: System): Promise<void> {
  return eventually(async () => {
    const { status, body } = await api('GET', '/readyz')
    return status === 200 ? { found: undefined } : { waiting: JSON.stringify(body) }
  })
}

/** How often the site has been taken since its beginning. */
export async function timesTaken({ sql }: System): Promise<number> {
  const [row] = await sql("select count(*)::int as n from journal where type = 'siteTaken'")
  return Number(row?.['n'])
}

/**
 * The journal tells one story: no position is missing, no subject's number is, and each call that has begun and isn't
 * live has exactly one final fact, its last.
 */
export async function expectWholeJournal({ sql }: System): Promise<void> {
  const gaps = await sql(`
    select pos, subject, subject_seq from (
      select pos, subject, subject_seq,
        row_number() over (partition by site_id order by pos) as due,
        row_number() over (partition by site_id, subject order by pos) as due_seq
      from journal) as numbered
    where pos <> due or subject_seq <> due_seq`)
  expect(gaps).toEqual([])
  const ends = await sql(`
    select subject, count(*) filter (where type = 'callEnded')::int as finals,
      (array_agg(type order by pos desc))[1] as last
    from journal where kind = 'call' group by subject`)
  for (const { subject, finals, last } of ends) {
    const isOver = last === 'callEnded'
    expect({ subject, finals }).toEqual({ subject, finals: isOver ? 1 : 0 })
  }
}

/** Milliseconds from `began` (by `performance.now`) to now, for the run's output; never asserted. */
export function told(what: string, began: number): void {
  console.log(`${what}: ${Math.round(performance.now() - began)} ms`)
}
