/** The figures of a journal as tables in memory, as the store keeps them. */
import type { JournalRow } from '../../../src/domain/fact.ts'
import { Deltas } from '../../../src/runtime/figures/deltas.ts'
import { project } from '../../../src/runtime/figures/project.ts'
import { newStanding, restore, type Standing, standingOf } from '../../../src/runtime/figures/standing.ts'

export interface Tables {
  readonly standing: Standing
  readonly deltas: Deltas
}

export function projected(rows: readonly JournalRow[]): Tables {
  const tables = { standing: newStanding(), deltas: new Deltas() }
  for (const row of rows) project(tables.standing, row, tables.deltas)
  return tables
}

/** Projected in portions, each by a process that has nothing but what the one before it has kept. */
export function inPortions(rows: readonly JournalRow[], sizes: readonly number[]): Tables {
  const kept = new Map<string, string>()
  const deltas = new Deltas()
  let at = 0
  for (let n = 0; at < rows.length; n += 1) {
    const size = Math.max(1, sizes[n % sizes.length] ?? 1)
    const standing = newStanding()
    for (const [subject, body] of kept) restore(standing, subject, JSON.parse(body))
    const touched = new Set<string>()
    const added = new Deltas()
    for (const row of rows.slice(at, at + size)) project(standing, row, added, touched)
    for (const subject of touched) {
      const body = standingOf(standing, subject)
      if (body) kept.set(subject, JSON.stringify(body))
      else kept.delete(subject)
    }
    deltas.add(added)
    at += size
  }
  const standing = newStanding()
  for (const [subject, body] of kept) restore(standing, subject, JSON.parse(body))
  return { standing, deltas }
}

/** Everything in it, in an order of its own. */
export function told({ standing, deltas }: Tables): string[] {
  const rows = [...deltas.queues, ...deltas.agents].map((row) => JSON.stringify(row))
  const kept = [...standing.calls, ...standing.agents, ...standing.queues].map((one) =>
    JSON.stringify(one, (_, value) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ),
  )
  return [...rows, ...kept].sort()
}
