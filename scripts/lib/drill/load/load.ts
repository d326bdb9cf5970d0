/** A steady load of real SIP calls: callers who come one after another, agents at their desks, calls to the outside. */
import { pause } from '../../../../src/lib/pause.ts'
import { FALLBACK_EXTENSION } from '../../../../src/trial/extensions.ts'
import { Random } from '../../../../test/domain/simulation/random.ts'
import type { System } from '../../../../test/support/system.ts'
import type { AgentCallSeen, CallerSeen, FallbackSeen } from '../evidence.ts'
import { AGENTS, DUTY_EXTENSION, OUTBOUND_AGENT } from '../site.ts'
import type { State } from '../states.ts'
import { type CallerLife, drawLife, lifeInto, liveCaller } from './caller.ts'
import { type Desk, openDesk } from './desk.ts'
import { callOutside } from './outbound.ts'

export interface Load {
  /** Calls from outside so far. */
  readonly made: number
  /** Somebody calls, or is called, who comes into this state soon, beside those who call anyway. */
  send(state: State): void
  /** Every phone registers anew. */
  register(): Promise<void>
  /** No further callers come, and who is there ends soon; resolves when the last has gone. */
  finish(): Promise<void>
  seen(): {
    readonly callers: readonly CallerSeen[]
    readonly agentCalls: readonly AgentCallSeen[]
    readonly fallbackCalls: readonly FallbackSeen[]
  }
  close(): void
}

const BETWEEN_CALLERS_MS = { from: 700, to: 2_100 } as const
/** The first come quickly, so that calls are soon everywhere. */
const FIRST_CALLERS = 6
const BETWEEN_FIRST_MS = 250
const READY_EVERY_MS = 700
/** Numbers are told apart by four digits; those from 9000 on are the outbound calls'. */
const MOST_CALLERS = 8_999

export async function startLoad(system: System, seed: number, signal: AbortSignal): Promise<Load> {
  const ending = new AbortController()
  const over = AbortSignal.any([signal, ending.signal])
  const stream = (nth: number) => new Random(seed * 1_000 + nth)
  const desks: Desk[] = []
  const open = async (agentId: string, extension: string, diligent: boolean) => {
    const nth = desks.length
    const options = { agentId, extension, diligent, tone: 620 + 40 * nth, random: stream(nth) }
    const desk = await openDesk(system, options, signal)
    desks.push(desk)
    return desk
  }
  for (const { agentId, extension } of AGENTS) await open(agentId, extension, false)
  await open(OUTBOUND_AGENT.agentId, OUTBOUND_AGENT.extension, false)
  await open('duty', DUTY_EXTENSION, true)
  const fallback = await open('fallback', FALLBACK_EXTENSION, true)
  const outbound = callOutside(system, stream(50), over)
  const callers: CallerSeen[] = []
  const lives = new Set<Promise<void>>()
  let made = 0
  const sent = stream(200)
  const ends = { stopped: signal, closing: ending.signal }
  const coming = come()
  const working = work()

  async function come(): Promise<void> {
    const random = stream(100)
    while (!over.aborted && made < MOST_CALLERS) {
      made += 1
      live(drawLife(random, made))
      const betweenMs = random.between(BETWEEN_CALLERS_MS.from, BETWEEN_CALLERS_MS.to)
      await pause(made < FIRST_CALLERS ? BETWEEN_FIRST_MS : betweenMs, over)
    }
  }

  function live(life: CallerLife): void {
    const living = liveCaller(system, life, ends)
      .then((seen) => void callers.push(seen))
      .catch(() => undefined)
      .finally(() => lives.delete(living))
    lives.add(living)
  }

  /** Agents whose phones failed, or who didn't answer, are ready again soon. */
  async function work(): Promise<void> {
    while (!over.aborted) {
      const { items = [] } = (await system.api('GET', '/v1/agents').catch(() => undefined))?.body ?? {}
      for (const { agentId, phase } of items as readonly { agentId: string; phase: string }[]) {
        const isOut = agentId === OUTBOUND_AGENT.agentId
        if (phase === 'loggedOff') await system.ask(agentId, 'log-on').catch(() => undefined)
        if (phase === 'notReady' && !isOut) await system.ask(agentId, 'ready').catch(() => undefined)
      }
      await pause(READY_EVERY_MS, over)
    }
  }

  return {
    get made() {
      return made
    },
    send(state) {
      if (over.aborted || made >= MOST_CALLERS) return
      const life = lifeInto(state, sent, made + 1)
      if (!life) return outbound.place()
      made += 1
      live(life)
    },
    register: async () => {
      await Promise.all(desks.map((desk) => desk.register()))
    },
    async finish() {
      ending.abort()
      await Promise.all([coming, working, outbound.done])
      await Promise.all(lives)
    },
    seen: () => ({
      callers: [...callers, ...outbound.seen()],
      agentCalls: desks.slice(0, AGENTS.length + 1).flatMap((desk) => desk.seen()),
      fallbackCalls: fallback.rung,
    }),
    close() {
      ending.abort()
      for (const desk of desks) desk.close()
    },
  }
}
