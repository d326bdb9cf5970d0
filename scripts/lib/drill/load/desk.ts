/** An agent's desk: a phone that is answered, refused, left ringing or that dies, and is put back. */
import { pause } from '../../../../src/lib/pause.ts'
import type { Random } from '../../../../test/domain/simulation/random.ts'
import type { Call, Phone } from '../../../../test/support/phone/index.ts'
import { createPhone } from '../../../../test/support/phone/index.ts'
import type { System } from '../../../../test/support/system.ts'
import type { AgentCallSeen } from '../evidence.ts'
import { endsWithin, type SeenCall, seeCall } from './seen.ts'

export interface DeskOptions {
  readonly agentId: string
  readonly extension: string
  readonly tone: number
  readonly random: Random
  /** Answers everything: the duty phone, the fallback group. */
  readonly diligent?: boolean
}

export interface Desk {
  /** What its phone saw of calls that are over. */
  seen(): readonly AgentCallSeen[]
  readonly rung: readonly { readonly number: string; readonly rangAt: number }[]
  /** Registers anew: a switch has lost it. */
  register(): Promise<void>
  close(): void
}

const REGISTER_EVERY_MS = 15_000
const AWAY_MS = 2_000
/** A line on which nothing has come for so long is dead, and its phone is put down for the next caller. */
const DEAD_MS = 1_500

export async function openDesk(system: System, options: DeskOptions, signal: AbortSignal): Promise<Desk> {
  const { agentId, extension, tone, random, diligent = false } = options
  const password = system.trial.extensions.find((one) => one.extension === extension)?.password ?? ''
  const calls: { seen: SeenCall; second: boolean }[] = []
  const rung: { number: string; rangAt: number }[] = []
  let phone: Phone | undefined

  async function put(): Promise<void> {
    phone = await createPhone({
      extension,
      password,
      registrar: system.sip,
      domain: system.sipDomain,
      tone,
      recordMs: 1_000,
    })
    phone.onIncoming((call) => void answer(call))
    await register()
  }

  async function register(): Promise<void> {
    // A switch that is away doesn't answer; the next time comes.
    await phone?.register({ expires: 300, refresh: false }).catch(() => undefined)
  }

  async function answer(call: Call): Promise<void> {
    const now = Date.now()
    rung.push({ number: call.remote.number, rangAt: now })
    const talking = calls.find(({ seen }) => seen.answeredAt !== null && seen.endedAt === null)
    const isDead = talking && now - (talking.seen.heardAt ?? talking.seen.answeredAt ?? now) > DEAD_MS
    const second = talking !== undefined && !isDead && !diligent
    calls.push({ seen: seeCall(call), second })
    try {
      if (second) return call.refuse(486)
      if (isDead) await talking.seen.call.hangUp().catch(() => undefined)
      await take(call)
    } catch {
      // It ended meanwhile, or the switch is gone.
    }
  }

  async function take(call: Call): Promise<void> {
    const mood = diligent ? 1 : random.unit()
    await call.ring()
    if (mood < 0.06) {
      await endsWithin(call, random.between(200, 1_500), signal)
      return call.refuse(486)
    }
    // Left ringing, until the caller is taken elsewhere.
    if (mood < 0.12) return
    if (await endsWithin(call, random.between(300, 1_800), signal)) return
    if (mood < 0.15) return vanish()
    await call.answer()
    if (await endsWithin(call, random.between(2_500, 7_000), signal)) return
    if (mood < 0.18) return vanish()
    await call.hangUp()
  }

  /** Its power fails; somebody puts another one there. */
  async function vanish(): Promise<void> {
    phone?.kill()
    await pause(AWAY_MS, signal)
    if (!signal.aborted) await put()
  }

  await put()
  const refreshing = setInterval(() => void register(), REGISTER_EVERY_MS)
  return {
    seen: () =>
      calls.map(({ seen, second }) => ({
        agentId,
        rangAt: seen.startedAt,
        answeredAt: seen.answeredAt,
        endedAt: seen.endedAt ?? Date.now(),
        heardAt: seen.heardAt,
        second,
      })),
    rung,
    register,
    close() {
      clearInterval(refreshing)
      phone?.kill()
    },
  }
}
