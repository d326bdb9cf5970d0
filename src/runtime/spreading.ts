/**
 * Which controller has which site: decided by each for itself, from what all of them announce. Nobody commands; who is
 * wrong for a moment is put right by the lease.
 *
 *   free site ─ taken at once by the preferred: who has fewest, then by rendezvous hash ─ by others 1.5 s later
 *   owned site ─ handed over by an owner that has two more than another, or that reaches none of its switches
 *
 * A site is moved only where that evens things out: each move costs its callers a moment in which nothing is ordered.
 * With Redis away nothing is known of others, so nobody moves anything.
 */
import { createHash } from 'node:crypto'

/** What a live controller says of itself. */
export interface Controller {
  /** Under which it holds leases: its own alone. */
  readonly name: string
  /** That it can take. */
  readonly siteIds: readonly string[]
  /** That it has. */
  readonly owned: readonly string[]
}

/** How much longer than the preferred one others see a site free before they ask for it, milliseconds. */
export const PATIENCE_MS = 1_500
/** So long a reason to move must have lasted, milliseconds. */
export const LASTING_MS = 10_000
/** No controller hands over the same site twice within this, milliseconds. */
export const REST_MS = 300_000

/**
 * Who is to ask first for a site that is free; undefined when no live controller lists it.
 *
 * @param former who had the site before, and let it go or lost it
 */
export function preferredFor(
  siteId: string,
  controllers: readonly Controller[],
  former?: string,
): string | undefined {
  const able = controllers.filter((one) => one.siteIds.includes(siteId) && one.name !== former)
  const [first] = able.sort(
    (a, b) => a.owned.length - b.owned.length || scoreOf(siteId, b.name) - scoreOf(siteId, a.name),
  )
  return first?.name
}

/** For how long this controller is to see the site free before it asks for it, milliseconds. */
export function patienceMs(
  siteId: string,
  own: string,
  controllers: readonly Controller[] | undefined,
  former?: string,
): number {
  if (!controllers) return 0
  const preferred = preferredFor(siteId, controllers, former)
  return preferred === undefined || preferred === own ? 0 : PATIENCE_MS
}

/** One of this controller's own sites, as it is now. */
export interface OwnedSite {
  readonly siteId: string
  /** Facts of it are on this machine only: whoever took it would not know them. */
  readonly spilling: boolean
  /** One of its switches is connected, or they have not had their time for it yet. */
  readonly inReach: boolean
}

/** What is remembered between two looks; all moments are monotonic milliseconds. */
export interface SpreadingMemory {
  /** Since when another has had at least two sites less. */
  readonly unevenSince: number | undefined
  /** Owned sites without a switch in reach, and since when. */
  readonly outOfReachSince: ReadonlyMap<string, number>
  readonly handedOver: ReadonlyMap<string, { readonly at: number; readonly why: Move['why'] }>
}

export const NO_MEMORY: SpreadingMemory = {
  unevenSince: undefined,
  outOfReachSince: new Map(),
  handedOver: new Map(),
}

export interface Move {
  readonly siteId: string
  readonly why: 'uneven' | 'outOfReach'
  /** Who is meant to take it. */
  readonly to: string
}

/**
 * Whether one of this controller's sites is to be handed over now: at most one.
 *
 * @param controllers those that live, this one among them or not; undefined: Redis doesn't say
 * @param now monotonic milliseconds
 */
export function nextMove(
  memory: SpreadingMemory,
  own: string,
  sites: readonly OwnedSite[],
  controllers: readonly Controller[] | undefined,
  now: number,
): { readonly memory: SpreadingMemory; readonly move: Move | undefined } {
  const handedOver = new Map([...memory.handedOver].filter(([, { at }]) => now - at < REST_MS))
  const others = controllers?.filter(({ name }) => name !== own)
  if (!others) return { memory: { ...NO_MEMORY, handedOver }, move: undefined }
  const outOfReachSince = new Map(
    sites
      .filter(({ inReach }) => !inReach)
      .map(({ siteId }) => [siteId, memory.outOfReachSince.get(siteId) ?? now] as const),
  )
  const movable = sites.filter(({ siteId, spilling }) => !spilling && !handedOver.has(siteId))
  const uneven = evening(movable, sites.length, others)
  const unevenSince = uneven ? (memory.unevenSince ?? now) : undefined
  const lasts = (since: number | undefined) => since !== undefined && now - since >= LASTING_MS
  const away = movable.filter(({ siteId }) => lasts(outOfReachSince.get(siteId)))
  const move = firstOf(away, others) ?? (lasts(unevenSince) ? uneven : undefined)
  if (!move) return { memory: { unevenSince, outOfReachSince, handedOver }, move }
  handedOver.set(move.siteId, { at: now, why: move.why })
  outOfReachSince.delete(move.siteId)
  // The next one when it has been seen what this one came to.
  return { memory: { unevenSince: undefined, outOfReachSince, handedOver }, move }
}

/** Sites that this controller is not to take while others can: it reached none of their switches. */
export function unableFor({ handedOver }: SpreadingMemory, now: number): ReadonlySet<string> {
  return new Set(
    [...handedOver]
      .filter(([, { at, why }]) => why === 'outOfReach' && now - at < REST_MS)
      .map(([siteId]) => siteId),
  )
}

/** The move to whoever has fewest, of the site that suits that one best. */
function evening(
  movable: readonly OwnedSite[],
  count: number,
  others: readonly Controller[],
): Move | undefined {
  const poorer = others
    .filter(({ owned }) => count - owned.length >= 2)
    .sort((a, b) => a.owned.length - b.owned.length || (a.name < b.name ? -1 : 1))
  for (const { name, siteIds } of poorer) {
    const [best] = movable
      .filter(({ siteId }) => siteIds.includes(siteId))
      .sort((a, b) => scoreOf(b.siteId, name) - scoreOf(a.siteId, name))
    if (best) return { siteId: best.siteId, why: 'uneven', to: name }
  }
  return undefined
}

function firstOf(away: readonly OwnedSite[], others: readonly Controller[]): Move | undefined {
  for (const { siteId } of away) {
    const to = preferredFor(siteId, others)
    if (to !== undefined) return { siteId, why: 'outOfReach', to }
  }
  return undefined
}

/** Rendezvous hashing (Thaler, Ravishankar): each pair has its own score, so one that comes or goes moves only its own. */
function scoreOf(siteId: string, name: string): number {
  return createHash('sha256').update(`${siteId}\n${name}`).digest().readUIntBE(0, 6)
}
