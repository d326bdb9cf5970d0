/**
 * Every way in which the key service says no. The word is what its log holds, what the API's client hands on, and the
 * end of the problem's `type` (RFC 9457): `urn:cti-bridge:problem:keyservice:WORD`. README.md explains each.
 */
export const REFUSALS = {
  clientCertificateMissing: [403, 'No client certificate was shown'],
  clientCertificateInvalid: [403, 'The client certificate is not valid here'],
  clientNotAllowed: [403, 'The client certificate has none of the names that may ask'],
  clientRevoked: [403, 'The client certificate has been revoked'],
  unknownPath: [404, 'There is nothing at this path'],
  methodNotAllowed: [405, 'This path takes another method'],
  wrongMediaType: [415, 'The body is to be application/json'],
  bodyTooLarge: [413, 'The body is too large'],
  malformedRequest: [400, 'The request is not what this operation takes'],
  permitMalformed: [400, 'The permit is not one'],
  permitKeyUnknown: [403, 'The permit was signed by a key that is not known here'],
  permitForged: [403, "The permit's signature is wrong"],
  permitTooLong: [403, 'The permit lives longer than a permit may'],
  permitNotYetValid: [403, 'The permit begins in the future'],
  permitExpired: [403, 'The permit has expired'],
  permitUsed: [403, 'The permit has been used'],
  permitMismatch: [403, 'The permit is for another recording or segment'],
  envelopeKeyUnknown: [422, 'The envelope is wrapped to no key that is held here'],
  envelopeNotOpened: [422, 'The envelope does not open for this recording and segment'],
  personLimit: [429, 'This person has opened too much of late'],
  totalLimit: [429, 'Too much has been asked of late'],
  busy: [503, 'Too many requests are being answered'],
  recordUnavailable: [503, 'The opening cannot be recorded, so nothing is opened'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>

export type Refusal = keyof typeof REFUSALS

export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** @param retryAfterSeconds for refusals that pass */
export function problemOf(refusal: Refusal, detail?: string, retryAfterSeconds?: number): Problem {
  const [status, title] = REFUSALS[refusal]
  const type = `urn:cti-bridge:problem:keyservice:${refusal}`
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
    },
    body: JSON.stringify({ type, title, status, ...(detail === undefined ? {} : { detail }) }),
  }
}
