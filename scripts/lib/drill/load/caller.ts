/** One caller's life, drawn beforehand: what is pressed, how long is waited, when the caller hangs up. */
import { pause } from '../../../../src/lib/pause.ts'
import type { Random } from '../../../../test/domain/simulation/random.ts'
import type { Call } from '../../../../test/support/phone/index.ts'
import type { System } from '../../../../test/support/system.ts'
import type { CallerSeen } from '../evidence.ts'
import { endsWithin, seeCall } from './seen.ts'

export interface CallerLife {
  readonly number: string
  /** Pressed one group after another, each some time after the one before; an empty one is a pause. */
  readonly keys: readonly { readonly afterMs: number; readonly keys: string }[]
  /** From the last keys on. */
  readonly patienceMs: number
}

const TONE_HZ = 500
const ANSWERED_WITHIN_MS = 25_000
/** Who is in a queue, or talks, stays this long at most. */
const LONGEST_MS = { from: 12_000, to: 30_000 } as const

/** Most want to talk to somebody; some leave a message, ask for the duty phone, give up, or press nothing at all. */
export function drawLife(random: Random, nth: number): CallerLife {
  const number = `1380000${String(nth).padStart(4, '0')}`
  const choose = (keys: string) => ({ afterMs: random.between(900, 2_200), keys })
  const patient = { patienceMs: random.between(LONGEST_MS.from, LONGEST_MS.to) }
  const draw = random.unit()
  if (draw < 0.5) return { number, keys: [choose(random.pick(['1', '2']))], ...patient }
  if (draw < 0.6)
    return { number, keys: [choose('3'), { afterMs: random.between(700, 1_500), keys: '4321#' }], ...patient }
  if (draw < 0.7)
    return {
      number,
      keys: [choose('4'), { afterMs: random.between(2_000, 5_000), keys: '#' }],
      patienceMs: 6_000,
    }
  if (draw < 0.8) return { number, keys: [choose('5')], ...patient }
  if (draw < 0.87) return { number, keys: [choose('*')], ...patient }
  if (draw < 0.93)
    return { number, keys: [choose(random.pick(['1', '2']))], patienceMs: random.between(500, 4_000) }
  if (draw < 0.97) return { number, keys: [], patienceMs: random.between(300, 3_000) }
  return { number, keys: [], ...patient }
}

/** Lives it; resolves with what the phone saw. Never rejects: a fault of the network is part of it. */
export async function liveCaller(system: System, life: CallerLife, signal: AbortSignal): Promise<CallerSeen> {
  const { number } = life
  const phone = await system.trunk({ tone: TONE_HZ, recordMs: 1_000, number })
  const startedAt = Date.now()
  try {
    const seen = seeCall(await phone.call(system.trial.serviceNumber))
    await go(seen.call, life, signal)
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

async function go(call: Call, { keys, patienceMs }: CallerLife, signal: AbortSignal): Promise<void> {
  try {
    await call.waitFor('answered', ANSWERED_WITHIN_MS)
  } catch {
    // Refused, or nobody is there: the caller gives up.
    return
  }
  for (const { afterMs, keys: pressed } of keys) {
    if (await endsWithin(call, afterMs, signal)) return
    await call.sendDigits(pressed).catch(() => undefined)
  }
  await endsWithin(call, patienceMs, signal)
}

const HANGING_UP_MS = 5_000

/** A switch that is gone confirms nothing. */
async function hungUp(call: Call): Promise<void> {
  await Promise.race([
    call.hangUp().catch(() => undefined),
    pause(HANGING_UP_MS, new AbortController().signal),
  ])
}
