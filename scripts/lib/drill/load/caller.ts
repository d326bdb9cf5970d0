/** One caller's life, drawn beforehand: what is pressed, how long is waited, when the caller hangs up. */
import { pause } from '../../../../src/lib/pause.ts'
import type { Random } from '../../../../test/domain/simulation/random.ts'
import type { Call } from '../../../../test/support/phone/index.ts'
import type { System } from '../../../../test/support/system.ts'
import type { CallerSeen } from '../evidence.ts'
import type { State } from '../states.ts'
import { endsWithin, seeCall } from './seen.ts'

export interface CallerLife {
  readonly number: string
  /** Pressed one group after another, each some time after the one before; an empty one is a pause. */
  readonly keys: readonly { readonly afterMs: number; readonly keys: string }[]
  /** From the last keys on. */
  readonly patienceMs: number
  /** So much of it is left when the drill comes to its end. */
  readonly lastMs: number
}

/** When a caller's time is over. */
export interface Ends {
  /** The drill is being broken off. */
  readonly stopped: AbortSignal
  /** Nothing further is broken: who is on the line comes to an end soon. */
  readonly closing: AbortSignal
}

const TONE_HZ = 500
const ANSWERED_WITHIN_MS = 25_000
/** Who is in a queue, or talks, stays this long at most. */
const LONGEST_MS = { from: 12_000, to: 30_000 } as const
const LAST_MS = { from: 500, to: 5_000 } as const

const number = (nth: number) => `1380000${String(nth).padStart(4, '0')}`

/** Most want to talk to somebody; some leave a message, ask for the duty phone, give up, or press nothing at all. */
export function drawLife(random: Random, nth: number): CallerLife {
  const choose = (keys: string) => ({ afterMs: random.between(700, 2_000), keys })
  const lastMs = random.between(LAST_MS.from, LAST_MS.to)
  const own = { number: number(nth), lastMs }
  const patient = { ...own, patienceMs: random.between(LONGEST_MS.from, LONGEST_MS.to) }
  const draw = random.unit()
  if (draw < 0.5) return { ...patient, keys: [choose(random.pick(['1', '2']))] }
  if (draw < 0.6)
    return { ...patient, keys: [choose('3'), { afterMs: random.between(700, 1_500), keys: '4321#' }] }
  if (draw < 0.7) {
    const done = { afterMs: random.between(2_000, 5_000), keys: '#' }
    return { ...own, keys: [choose('4'), done], patienceMs: 6_000 }
  }
  if (draw < 0.8) return { ...patient, keys: [choose('5')] }
  if (draw < 0.87) return { ...patient, keys: [choose('*')] }
  if (draw < 0.93)
    return { ...own, keys: [choose(random.pick(['1', '2']))], patienceMs: random.between(500, 4_000) }
  if (draw < 0.97) return { ...own, keys: [], patienceMs: random.between(300, 3_000) }
  return { ...patient, keys: [] }
}

/** The life of one who is to come into this state soon; undefined where no caller from outside comes into it. */
export function lifeInto(state: State, random: Random, nth: number): CallerLife | undefined {
  const choose = (keys: string) => ({ afterMs: random.between(600, 1_000), keys })
  const lastMs = random.between(LAST_MS.from, LAST_MS.to)
  const life = { number: number(nth), lastMs, patienceMs: random.between(6_000, 12_000) }
  switch (state) {
    case 'callingAgent':
    case 'callingParty':
      return undefined
    case 'arriving':
    case 'announcing':
    case 'menu':
      return { ...life, keys: [], patienceMs: random.between(2_500, 4_000) }
    case 'collecting':
      return { ...life, keys: [choose('3'), { afterMs: random.between(2_500, 4_000), keys: '4321#' }] }
    case 'voicemail':
      return { ...life, keys: [choose('4'), { afterMs: random.between(3_000, 5_000), keys: '#' }] }
    case 'transferring':
    case 'handedOn':
      return { ...life, keys: [choose('5')] }
    case 'fallback':
      return { ...life, keys: [choose('6')] }
    default:
      return { ...life, keys: [choose(random.pick(['1', '2']))] }
  }
}

/** Lives it; resolves with what the phone saw. Never rejects: a fault of the network is part of it. */
export async function liveCaller(system: System, life: CallerLife, ends: Ends): Promise<CallerSeen> {
  const { number } = life
  const phone = await system.trunk({ tone: TONE_HZ, recordMs: 1_000, number })
  const startedAt = Date.now()
  try {
    const seen = seeCall(await phone.call(system.trial.serviceNumber))
    await go(seen.call, life, ends)
    await hungUp(seen.call)
    const { ending } = seen.call
    return {
      number,
      outbound: false,
      startedAt,
      answeredAt: seen.answeredAt,
      endedAt: seen.endedAt ?? Date.now(),
      heardAt: seen.heardAt,
      by: ending?.by ?? 'network',
      how: `${ending?.reason ?? 'never ended'}${ending?.sipStatus ? ` ${ending.sipStatus}` : ''}`,
    }
  } finally {
    phone.kill()
  }
}

async function go(
  call: Call,
  { keys, patienceMs, lastMs }: CallerLife,
  { stopped, closing }: Ends,
): Promise<void> {
  try {
    await call.waitFor('answered', ANSWERED_WITHIN_MS)
  } catch {
    // Refused, or nobody is there: the caller gives up.
    return
  }
  for (const { afterMs, keys: pressed } of keys) {
    if (await endsWithin(call, afterMs, stopped)) return
    await call.sendDigits(pressed).catch(() => undefined)
  }
  if (await endsWithin(call, patienceMs, AbortSignal.any([stopped, closing]))) return
  if (closing.aborted) await endsWithin(call, Math.min(lastMs, patienceMs), stopped)
}

const HANGING_UP_MS = 5_000

/** A switch that is gone confirms nothing. */
async function hungUp(call: Call): Promise<void> {
  await Promise.race([
    call.hangUp().catch(() => undefined),
    pause(HANGING_UP_MS, new AbortController().signal),
  ])
}
