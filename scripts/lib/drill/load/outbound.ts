/** An agent who calls people outside, and these people's phones behind a carrier. */
import { randomUUID } from 'node:crypto'
import { pause } from '../../../../src/lib/pause.ts'
import type { Random } from '../../../../test/domain/simulation/random.ts'
import type { Call } from '../../../../test/support/phone/index.ts'
import type { System } from '../../../../test/support/system.ts'
import type { CallerSeen } from '../evidence.ts'
import { OUTBOUND_AGENT } from '../site.ts'
import { endsWithin, type SeenCall, seeCall } from './seen.ts'

export interface Outbound {
  /** One more call, at once. */
  place(): void
  seen(): readonly CallerSeen[]
  readonly done: Promise<void>
}

/** Numbers outside end in 9000 and on, apart from those of callers. */
const FIRST_NUMBER = 9_000

export function callOutside(system: System, random: Random, signal: AbortSignal): Outbound {
  const calls: { seen: SeenCall; number: string }[] = []
  const off = system.carrier.onIncoming((call) => void meet(call))
  let made = 0

  async function meet(call: Call): Promise<void> {
    const number = /^INVITE sip:(\d+)@/.exec(call.messages[0]?.text ?? '')?.[1] ?? ''
    calls.push({ seen: seeCall(call), number })
    const mood = random.unit()
    try {
      if (mood < 0.2) return call.refuse(486)
      await call.ring({ earlyMedia: mood < 0.5 })
      if (await endsWithin(call, random.between(500, 3_000), signal)) return
      if (mood < 0.3) return call.refuse(480)
      await call.answer()
      if (!(await endsWithin(call, random.between(2_000, 6_000), signal))) await call.hangUp()
    } catch {
      // It ended meanwhile, or the switch is gone.
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await pause(random.between(6_000, 12_000), signal)
      if (signal.aborted) break
      await place()
    }
    off()
  }

  async function place(): Promise<void> {
    made += 1
    const calledNumber = `1360000${FIRST_NUMBER + (made % 1_000)}`
    const body = { agentId: OUTBOUND_AGENT.agentId, calledNumber }
    const key = { 'idempotency-key': randomUUID() }
    // Refused while the agent is busy, and unanswered while the service is away.
    await system.api('POST', '/v1/calls', body, key).catch(() => undefined)
  }

  return {
    place: () => void place(),
    done: run(),
    seen: () =>
      calls.map(({ seen, number }) => ({
        number,
        outbound: true,
        startedAt: seen.startedAt,
        answeredAt: seen.answeredAt,
        endedAt: seen.endedAt ?? Date.now(),
        heardAt: seen.heardAt,
        by: seen.call.ending?.by ?? 'network',
        how: seen.call.ending?.reason ?? 'never ended',
      })),
  }
}
