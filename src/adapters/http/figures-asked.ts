/** What figures are asked for, from a query's words: which time, by which interval, of whom. */

import { reachesAll } from '../../domain/access/reach.ts'
import { beginOfDay, dayOf } from '../../domain/acd/days.ts'
import type { FiguresQuery } from '../../runtime/figures/port.ts'
import { type Interval, spanOf } from '../../runtime/figures/spans.ts'
import type { Asking } from './denials.ts'
import { hidden } from './denials.ts'
import type { HttpDeps } from './deps.ts'
import { reach } from './reach.ts'
import { type Checked, invalid } from './validate.ts'

const DAY_MS = 86_400_000

/** Of how many days figures are given at a time; of agents, unless they are named, of fewer: there may be 10,000. */
export const MOST_DAYS: Readonly<Record<Interval, number>> = { '15': 7, '30': 7, '60': 31, day: 400 }
export const MOST_DAYS_OF_ALL: Readonly<Record<Interval, number>> = { '15': 1, '30': 1, '60': 1, day: 31 }

export interface FiguresAsked {
  readonly interval: Interval
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** Whole intervals: that in which `from` lies is the first, that in which `to` lies, or ends, the last. Today unless told. */
export function spanAsked(
  { interval, from, to }: FiguresAsked,
  most: Readonly<Record<Interval, number>>,
  now: number,
): Checked<Pick<FiguresQuery, 'interval' | 'from' | 'to'>> {
  const { lengthMs } = spanOf(interval)
  const begin = (at: number) => at - ((((at - beginOfDay(0)) % lengthMs) + lengthMs) % lengthMs)
  const first = begin(from ?? beginOfDay(dayOf(to === undefined ? now : to - 1)))
  const last = to ?? Math.max(now, first) + 1
  const fault = (detail: string) =>
    ({ ok: false, problem: invalid([{ in: 'query', pointer: '#/to', detail }]) }) as const
  if (last <= first) return fault('a moment after `from`')
  const end = begin(last - 1) + lengthMs
  if (end - first > most[interval] * DAY_MS + (lengthMs < DAY_MS ? lengthMs : 0))
    return fault(`of ${most[interval]} days at most by this interval: ask for fewer, or by a longer one`)
  return { ok: true, value: { interval, from: first, to: end } }
}

/**
 * Whose figures these are: undefined where the client reaches the whole site and names nobody, which gives those of
 * queues and agents too that were removed.
 */
export async function idsAsked(
  deps: HttpDeps,
  asking: Asking,
  kind: 'queue' | 'agent',
  asked: readonly string[] | undefined,
): Promise<Checked<readonly string[] | undefined>> {
  const { principal } = asking
  if (reachesAll(principal.reach)) return { ok: true, value: asked }
  const found = await idsWithin(deps, asking, kind)
  if (!found.ok) return found
  const within = new Set(found.value)
  if (asked?.some((id) => !within.has(id)))
    return { ok: false, problem: hidden(deps, asking, `${kind}-unknown`) }
  return { ok: true, value: asked ?? found.value }
}

/** Those that the client reaches now. */
export async function idsWithin(
  deps: HttpDeps,
  { principal }: Pick<Asking, 'principal'>,
  kind: 'queue' | 'agent',
): Promise<Checked<readonly string[]>> {
  const { siteId } = deps.config
  const ids: string[] = []
  for (let after: { orderAt: number; id: string } | undefined; ; ) {
    const query = { siteId, kind, reach: principal.reach, limit: PAGE, after }
    const found = await reach(deps, kind, () => deps.views.list(query))
    if (!found.ok) return found
    ids.push(...found.value.map(({ id }) => id))
    const last = found.value.at(-1)
    if (!last || found.value.length < PAGE) return { ok: true, value: ids }
    after = { orderAt: last.orderAt, id: last.id }
  }
}

const PAGE = 500
