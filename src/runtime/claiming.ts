/**
 * When a controller that has taken a site may begin to order. The lease and `siteTaken` make it the owner; but whoever
 * was it before may hold a proof that lasts longer: a lease that Redis has forgotten, or an append that has just gone
 * through. Only facts are refused it then, and some orders follow on none. So the taker waits until both proofs are
 * over, by its own clock alone:
 *
 *   lease    a lease's time after the newest grant that another can have had. A waiter knows that moment: it has seen
 *            the grant, and finds it to be the newest still when it takes the lease. Else it is the taking itself.
 *   appends  their grace after the newest append that another can have made: since when the journal's head stands
 *            where ours begins, as seen while waiting, or by the fold.
 *
 * It waits for nobody where the owner before has let go in order, has been this very controller, or never was.
 */
import type { Tenure } from '../domain/site/state.ts'
import type { LeaseGrant, LeaseOutcome } from './ports.ts'

export interface ClaimTiming {
  readonly leaseTtlMs: number
  readonly graceMs: number
}

/** What one that waits for a site has seen; moments are its own, monotonic, from when the answer was there. */
export interface Sightings {
  /**
   * The newest grant. `since`: no other controller has been given a younger one than at that moment; if the grant is
   * another's, it is no younger itself. `lastsUntil`: no earlier does it run out in Redis, which began to count before
   * we saw it. `unsure`: Redis was away since, and may have forgotten some.
   */
  readonly grant:
    | (LeaseGrant & { readonly since: number; readonly lastsUntil: number; readonly unsure: boolean })
    | undefined
  readonly head: { readonly pos: number; readonly since: number } | undefined
}

export const NOTHING_SEEN: Sightings = { grant: undefined, head: undefined }

type Held = Extract<LeaseOutcome, { type: 'held' }>

/** What an append may take, and the renewal that it follows on. */
const LEAST_GRACE_MS = 1_000

/**
 * For how long an append proves that the site is ours, milliseconds: an owner without a lease appends with each
 * renewal that fails, and one append may take its time. Shorter than a lease, so that it is over when a lease that was
 * renewed as late as the last append has run out.
 */
export function appendGraceMs(lease: { readonly ttlMs: number; readonly renewMs: number }): number {
  return Math.min(lease.ttlMs, Math.max(LEAST_GRACE_MS, 2.5 * lease.renewMs))
}

/** The lease was asked for at `askedAt`, and this was the answer, there at `at`. */
export function leaseSeen(seen: Sightings, outcome: LeaseOutcome, at: number, askedAt = at): Sightings {
  const { grant } = seen
  if (outcome.type === 'unavailable') return { ...seen, grant: grant && { ...grant, unsure: true } }
  const known = outcome.type === 'held' ? outcome.before : outcome.grant
  const isKnown = grant && !grant.unsure && known && isSame(grant, known)
  const since = isKnown ? grant.since : at
  return { ...seen, grant: { ...outcome.grant, since, lastsUntil: askedAt + outcome.ttlMs, unsure: false } }
}

/** The journal's newest position was read. */
export function headSeen(seen: Sightings, pos: number, at: number): Sightings {
  return seen.head?.pos === pos ? seen : { ...seen, head: { pos, since: at } }
}

/**
 * The lease was to be had, though another's had time left when last seen and was not given back: Redis has forgotten it. Its
 * holder, if it lives, is to get it again: then nothing changes hands, and no caller waits.
 */
export function isForgotten(seen: Sightings, held: Held, at: number): boolean {
  const { grant } = seen
  if (!grant || grant.holder === held.grant.holder || held.before?.released) return false
  return grant.unsure ? !held.before : at < grant.lastsUntil
}

/** What the journal said before our `siteTaken`, which follows on `pos`; and when that had been read. */
export interface Claim {
  readonly holder: string
  readonly tenure: Tenure | undefined
  readonly pos: number
  readonly foldedAt: number
}

/** Whether the owner before may have proofs that last. */
export function isWaitedFor({ holder, tenure }: Claim): boolean {
  if (!tenure || tenure.released) return false
  // Only one that drove the switches has itself waited for the one before it.
  return !(tenure.drove && tenure.holder === holder)
}

/**
 * When the proofs of the owner before are over: a monotonic moment, perhaps long past; undefined while that can't be
 * said, because the lease isn't known to be ours. To be asked again at that moment, when the lease has been renewed:
 * only an unbroken row of our own grants shows that no other came between.
 */
export function proofsOver(claim: Claim, seen: Sightings, timing: ClaimTiming): number | undefined {
  const { grant, head } = seen
  if (grant?.holder !== claim.holder || grant.unsure) return undefined
  const appendedAt = head?.pos === claim.pos ? Math.min(head.since, claim.foldedAt) : claim.foldedAt
  return Math.max(grant.since + timing.leaseTtlMs, appendedAt + timing.graceMs)
}

/** An id that nobody knows is like no other. */
function isSame(one: LeaseGrant, other: LeaseGrant): boolean {
  return one.id !== '' && one.id === other.id && one.holder === other.holder
}
