/**
 * Who was refused what, who administered what, who read what in full. Each is a subject of its own with one fact. No
 * token, no personal data: a principal is a key's id, a person is named as clients name them.
 */
import type { FactOf } from '../fact.ts'
import type { AccessId, CallId, KeyId } from '../ids.ts'
import type { Role } from './roles.ts'

export const DENIAL_REASONS = [
  /** No token, or none that is known. */
  'unauthenticated',
  'expired',
  'revoked',
  /** The key is for other sites. */
  'site',
  /** `missing` names the scope. */
  'scope',
  /** Somebody else's call, agent or queue. */
  'reach',
] as const
export type DenialReason = (typeof DENIAL_REASONS)[number]

interface AccessFacts {
  /** `times`: how often within some seconds; `operation`: the route's id. */
  accessDenied: {
    principal: string
    operation: string
    reason: DenialReason
    missing: string | null
    times: number
  }
  /** `target`: what it was done to, by its id. */
  administered: { principal: string; operation: string; target: string | null }
  keyCreated: { principal: string; keyId: KeyId; roles: readonly Role[] }
  keyRevoked: { principal: string; keyId: KeyId; roles: readonly Role[] }
  /** Why is sealed among the call's private fields. `names`: of attached data, or of the call's numbers and names. */
  dataUnmasked: { principal: string; person: string; callId: CallId; names: readonly string[] }
}

export type AccessFactType = keyof AccessFacts
export type AccessFact = {
  [T in AccessFactType]: FactOf<'access', T, AccessFacts[T]>
}[AccessFactType]

/** What is to be noted: a fact without its subject and its moment. */
export type AccessNote = {
  [T in AccessFactType]: { readonly type: T; readonly data: AccessFacts[T] }
}[AccessFactType]

/** A record, so that one that is added and forgotten here doesn't compile. */
const TYPES: Readonly<Record<AccessFactType, true>> = {
  accessDenied: true,
  administered: true,
  keyCreated: true,
  keyRevoked: true,
  dataUnmasked: true,
}
export const ACCESS_FACT_TYPES = Object.keys(TYPES) as readonly AccessFactType[]

/** The name of the private field that holds why data was unmasked. */
export function unmaskReasonField(accessId: AccessId): string {
  return `unmaskReason:${accessId}`
}
