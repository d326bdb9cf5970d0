/**
 * A queue in which callers always wait: a few agents who answer at once and talk for a moment, and a trunk that places
 * the next call whenever one has ended. Said by the phones alone, so that any queue can be asked:
 * - `next`: from an agent's BYE to that agent's next INVITE, while callers wait;
 * - `overtakenPercent`: callers who had come at least 50 ms before another one, and whose agent was rung later;
 * - `unusedPercent`: of the agents' time while callers wait, what they had no call in.
 */
import type { Call, Phone } from '../../support/phone/index.ts'
import { round } from '../measure.ts'
import { type Figures, median, medians, summary } from './figures.ts'

/** More wait than agents come free within the time that an order of them takes. */
const WAITING_PER_AGENT = 3
/** Two INVITEs so near to each other may be taken in either order. */
const SAME_MOMENT_MS = 50
const LIMIT_MS = 60_000

export interface Saturated {
  readonly next: Figures
  readonly overtakenPercent: number
  readonly unusedPercent: number
}

interface Served {
  readonly cameAt: number
  readonly rungAt: number
}

/** `calls` callers, of whom the last few leave a queue that empties; those aren't counted. The phones are for this alone. */
export async function saturate(
  trunk: Phone,
  agents: readonly Phone[],
  number: string,
  calls: number,
): Promise<Saturated> {
  const came = new Map<string, number>()
  const served: Served[] = []
  const gaps: number[] = []
  let busyMs = 0
  let placed = 0
  // As long as callers are placed, some wait.
  const isFull = () => placed < calls

  const place = async (): Promise<void> => {
    if (!isFull()) return
    const from = String(10_000 + placed)
    placed += 1
    const call = await trunk.call(number, { from: { number: from } })
    came.set(from, sentAt(call, 'INVITE', 'out'))
    await call.waitFor('ended', LIMIT_MS)
    await place()
  }
  /** When the agent hung up. */
  const serve = async (call: Call, freeAt: number | undefined): Promise<number> => {
    const rungAt = sentAt(call, 'INVITE', 'in')
    const cameAt = came.get(call.remote.number)
    if (cameAt === undefined) throw new Error(`an agent was rung for ${call.remote.number}, who didn't call`)
    served.push({ cameAt, rungAt })
    if (freeAt !== undefined && isFull()) gaps.push(rungAt - freeAt)
    await call.ring()
    await call.answer()
    await new Promise((resolve) => setTimeout(resolve, talkMs(served.length)))
    await call.hangUp()
    const byeAt = sentAt(call, 'BYE', 'out')
    if (isFull()) busyMs += byeAt - rungAt
    return byeAt
  }

  const failed = new Promise<never>((_, reject) => {
    for (const agent of agents) {
      let free: Promise<number | undefined> = Promise.resolve(undefined)
      agent.onIncoming((call) => {
        free = free.then((freeAt) => serve(call, freeAt))
        free.catch(reject)
      })
    }
  })
  const callers = Array.from({ length: agents.length * (1 + WAITING_PER_AGENT) }, place)
  await Promise.race([Promise.all(callers), failed])
  const unusedMs = gaps.reduce((sum, one) => sum + one, 0)
  return {
    next: summary(gaps),
    overtakenPercent: round((overtaken(served) / served.length) * 100),
    unusedPercent: round((unusedMs / (unusedMs + busyMs)) * 100),
  }
}

export function mediansOf(runs: readonly Saturated[]): Saturated {
  return {
    next: medians(runs.map(({ next }) => next)),
    overtakenPercent: median(runs.map((one) => one.overtakenPercent)),
    unusedPercent: median(runs.map((one) => one.unusedPercent)),
  }
}

/** Different from call to call, the same in every run, so that agents don't come free in step. */
function talkMs(n: number): number {
  return 150 + ((n * 7_919) % 200)
}

function overtaken(served: readonly Served[]): number {
  return served.filter((one) =>
    served.some((other) => other.cameAt >= one.cameAt + SAME_MOMENT_MS && other.rungAt < one.rungAt),
  ).length
}

function sentAt(call: Call, method: 'INVITE' | 'BYE', direction: 'in' | 'out'): number {
  const seen = call.messages.findLast(
    (one) => one.direction === direction && one.text.startsWith(`${method} `),
  )
  if (!seen) throw new Error(`no ${method} was seen`)
  return seen.at
}
