/**
 * The one thing that the key service does: opens one envelope against one permit.
 *
 * The order of the checks: what the permit says, whether it is spent, how much has been asked of late; then the permit
 * is used up, the envelope opened, and the opening written down. Only when that is on the disk is the key given.
 */
import { z } from 'zod'
import { maskText } from '../lib/mask-text.ts'
import {
  MAX_PERMIT_CHARACTERS,
  MAX_PERMIT_LIFE_SECONDS,
  type PermitClaims,
  readPermit,
} from '../lib/pki/permit.ts'
import type { Head } from './chain.ts'
import { envelopeSchema, openEnvelope } from './envelope.ts'
import type { Claimed } from './log-entry.ts'
import type { Material } from './material.ts'
import type { OpeningLog } from './opening-log.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Refusal } from './refusals.ts'
import type { UsedPermits } from './used-permits.ts'

const request = z.strictObject({
  envelope: envelopeSchema,
  permit: z.string().min(1).max(MAX_PERMIT_CHARACTERS),
})

export interface OpenerDeps {
  readonly material: () => Material
  readonly usedPermits: UsedPermits
  readonly log: OpeningLog
  readonly perPerson: RateLimit
  readonly total: RateLimit
  /** Seconds since 1970, with fractions. */
  readonly nowSeconds: () => number
  readonly skewSeconds: number
}

export type Opening =
  | { readonly type: 'opened'; readonly dataKey: Buffer; readonly head: Head }
  | {
      readonly type: 'refused'
      readonly refusal: Refusal
      readonly claimed?: Claimed
      readonly detail?: string
      readonly retryAfterSeconds?: number
    }

/** @param body parsed JSON, as it came */
export type Opener = (body: unknown, client: string) => Promise<Opening>

export function createOpener(deps: OpenerDeps): Opener {
  return async (body, client) => {
    const parsed = request.safeParse(body)
    if (!parsed.success)
      return { type: 'refused', refusal: 'malformedRequest', detail: placesOf(parsed.error) }
    const { envelope, permit } = parsed.data
    const material = deps.material()
    const read = readPermit(permit, material.permitKeys)
    if (read.type !== 'genuine') return { type: 'refused', refusal: PERMIT_REFUSALS[read.type] }
    const claimed = claimedOf(read.claims)
    const refuse = (refusal: Refusal, retryAfterSeconds?: number): Opening => ({
      type: 'refused',
      refusal,
      claimed,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    })
    const stale = whyStale(read.claims, deps)
    if (stale !== undefined) return refuse(stale)
    const { recordingId, segment } = read.claims
    if (recordingId !== envelope.recordingId || segment !== envelope.segment) return refuse('permitMismatch')
    // The person's first, so that one who asks too much doesn't use up what all have.
    const byPerson = deps.perPerson.take(read.claims.person)
    if (byPerson.type === 'denied') return refuse('personLimit', byPerson.retryAfterSeconds)
    const inTotal = deps.total.take('')
    if (inTotal.type === 'denied') return refuse('totalLimit', inTotal.retryAfterSeconds)
    const use = await deps.usedPermits.take(read.claims)
    if (use !== 'taken') return refuse(use === 'used' ? 'permitUsed' : 'recordUnavailable')
    const opening = openEnvelope(envelope, material.envelopeKeys)
    if (opening.type !== 'opened') {
      return refuse(opening.type === 'keyUnknown' ? 'envelopeKeyUnknown' : 'envelopeNotOpened')
    }
    const head = await deps.log.write({ type: 'opened', client, keyId: opening.keyId, ...claimed })
    if (head === undefined) {
      opening.dataKey.fill(0)
      return refuse('recordUnavailable')
    }
    return { type: 'opened', dataKey: opening.dataKey, head }
  }
}

const PERMIT_REFUSALS = {
  malformed: 'permitMalformed',
  unknownKey: 'permitKeyUnknown',
  forged: 'permitForged',
} as const

function whyStale({ issuedAt, expiresAt }: PermitClaims, deps: OpenerDeps): Refusal | undefined {
  const now = deps.nowSeconds()
  if (expiresAt - issuedAt > MAX_PERMIT_LIFE_SECONDS) return 'permitTooLong'
  if (issuedAt > now + deps.skewSeconds) return 'permitNotYetValid'
  return expiresAt <= now - deps.skewSeconds || expiresAt <= issuedAt ? 'permitExpired' : undefined
}

/** The reason is in a person's words, and may quote a telephone number. */
function claimedOf({ permitId, person, reason, recordingId, segment }: PermitClaims): Claimed {
  return { permitId, person, reason: maskText(reason), recordingId, segment }
}

/** Where it is wrong, by the names of our own fields; never what stood there. */
function placesOf(error: z.ZodError): string {
  const places = error.issues.slice(0, 5).map((issue) => issue.path.map(String).join('.'))
  return `wrong at: ${[...new Set(places.map((place) => (place === '' ? 'the whole' : place)))].join(', ')}`
}
