import { type KeyObject, randomBytes } from 'node:crypto'
import { signPermit } from '../../lib/pki/permit.ts'

export interface PermitWish {
  readonly recordingId: string
  readonly segment: number
  /** The id of the person who asks. */
  readonly person: string
  /** In the person's words: 1 to 500 characters, without control characters. */
  readonly reason: string
}

/** Long enough for a slow start of the connection, short enough to be worthless soon. */
const LIFE_SECONDS = 30

/** A fresh permit for one opening. Throws when the wish can't stand in a permit: its parts are checked where they come in. */
export function freshPermit(wish: PermitWish, key: KeyObject, now: Date): string {
  const { recordingId, segment, person, reason } = wish
  const issuedAt = Math.floor(now.getTime() / 1000)
  const claims = {
    permitId: `permit_${randomBytes(16).toString('hex')}`,
    person,
    reason,
    recordingId,
    segment,
    issuedAt,
    expiresAt: issuedAt + LIFE_SECONDS,
  }
  return signPermit(claims, key)
}
