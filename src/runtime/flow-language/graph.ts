/** What is wrong with the way through a flow, though each single step is right. */
import type { Step } from '../../domain/ivr/flow.ts'
import { waysOf } from '../../domain/ivr/ways.ts'

type Steps = Readonly<Record<string, Step>>

/** Steps that no caller can come to, in the file's order. */
export function unreachableSteps(steps: Steps, starts: readonly string[]): string[] {
  const reached = new Set<string>()
  const ahead = [...starts]
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const step = steps[name]
    if (reached.has(name) || step === undefined) continue
    reached.add(name)
    ahead.push(...waysOf(step).map((way) => way.to))
  }
  return Object.keys(steps).filter((name) => !reached.has(name))
}

/**
 * Ways round that a caller who says and presses nothing never leaves: a dead line would stay for ever. Each is given
 * by its steps in order, beginning with the one that stands first in the file; one round for each step that a search
 * finds closing a circle.
 */
export function silentRounds(steps: Steps): string[][] {
  const order = new Map(Object.keys(steps).map((name, index) => [name, index]))
  const rounds: string[][] = []
  const settled = new Set<string>()
  const way: string[] = []
  const visit = (name: string): void => {
    const from = way.indexOf(name)
    if (from >= 0) {
      rounds.push(fromFirst(way.slice(from), order))
      return
    }
    const step = steps[name]
    if (settled.has(name) || step === undefined) return
    way.push(name)
    for (const to of new Set(waysOf(step).flatMap((one) => (one.silent ? [one.to] : [])))) visit(to)
    way.pop()
    settled.add(name)
  }
  for (const name of order.keys()) visit(name)
  return rounds
}

function fromFirst(round: readonly string[], order: ReadonlyMap<string, number>): string[] {
  const place = (name: string) => order.get(name) ?? 0
  const first = round.reduce((best, name, index) => {
    return place(name) < place(round[best] ?? '') ? index : best
  }, 0)
  return [...round.slice(first), ...round.slice(0, first)]
}
