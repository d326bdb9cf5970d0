/** What is wrong with the way through a flow, though each single step is right. */
import type { Step } from '../../domain/ivr/flow.ts'

type Steps = Readonly<Record<string, Step>>

/** Steps that no caller can come to, in the file's order. */
export function unreachableSteps(steps: Steps, start: string): string[] {
  const reached = new Set<string>()
  const ahead = [start]
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const step = steps[name]
    if (reached.has(name) || step === undefined) continue
    reached.add(name)
    ahead.push(...successors(step))
  }
  return Object.keys(steps).filter((name) => !reached.has(name))
}

/**
 * Ways round that a caller who says and presses nothing never leaves: a dead line would stay for ever. Each is given
 * by its steps in order, beginning with the one that stands first in the file.
 */
export function silentRounds(steps: Steps): string[][] {
  const names = Object.keys(steps)
  const rounds: string[][] = []
  const settled = new Set<string>()
  for (const first of names) {
    const way: string[] = []
    // Without a key pressed there is one way on at most, so a walk finds every round.
    for (let name: string | undefined = first; name !== undefined && !settled.has(name); ) {
      const from = way.indexOf(name)
      if (from >= 0) {
        rounds.push(way.slice(from))
        break
      }
      way.push(name)
      const step: Step | undefined = steps[name]
      name = step && silentNext(step)
    }
    for (const name of way) settled.add(name)
  }
  return rounds
}

/** A queue ends the walk: while agents may come, waiting again is meant. */
function silentNext(step: Step): string | undefined {
  if (step.kind === 'announce') return step.next
  return step.kind === 'menu' ? step.otherwise : undefined
}

function successors(step: Step): string[] {
  switch (step.kind) {
    case 'announce':
      return [step.next]
    case 'menu':
      return [step.otherwise, ...Object.values(step.options).map((option) => option.next)]
    case 'queue':
      return step.otherwise === undefined ? [] : [step.otherwise]
    case 'fallback':
    case 'hangUp':
      return []
  }
}
