import type { Peer } from './address.ts'
import type { ClientTransaction } from './client-transaction.ts'
import type { Digest } from './digest.ts'
import type { Endpoint } from './endpoint.ts'
import type { Header, SipRequest, SipResponse } from './message.ts'

const MAX_ATTEMPTS = 3

export interface AttemptHandlers {
  /** Any response except a challenge that is being answered. */
  readonly onResponse: (response: SipResponse, attempt: ClientTransaction) => void
  readonly onTimeout: () => void
}

/** A request that answers digest challenges on the way; `current` is the attempt under way. */
export interface Attempts {
  readonly current: ClientTransaction
}

/**
 * Sends what `build` makes, and again with credentials after 401 or 407. With `ahead`, a nonce known from before is
 * used at once, as phones do; the server may then call it stale. `build` is called per attempt, since each needs a
 * CSeq of its own.
 */
export function requestWithDigest(
  endpoint: Endpoint,
  digest: Digest | undefined,
  to: Peer,
  build: (credentials: (method: string, uri: string) => readonly Header[]) => SipRequest,
  handlers: AttemptHandlers,
  ahead: boolean,
): Attempts {
  const start = (attempt: number, challenged: boolean): ClientTransaction => {
    const useDigest = challenged || ahead
    const request = build((method, uri) => (useDigest ? (digest?.authorize(method, uri) ?? []) : []))
    const transaction: ClientTransaction = endpoint.request(request, to, {
      onTimeout: handlers.onTimeout,
      onResponse: (response) => {
        const challenge = response.status === 401 || response.status === 407
        if (challenge && attempt < MAX_ATTEMPTS && digest?.learn(response, challenged) === true) {
          attempts.current = start(attempt + 1, true)
        } else {
          handlers.onResponse(response, transaction)
        }
      },
    })
    return transaction
  }
  const attempts = { current: start(1, false) }
  return attempts
}

/** The same as a promise of the final response; undefined if none came within 64 T1. */
export function finalResponse(
  endpoint: Endpoint,
  digest: Digest | undefined,
  to: Peer,
  build: Parameters<typeof requestWithDigest>[3],
  ahead = false,
): Promise<SipResponse | undefined> {
  return new Promise((resolve) => {
    const handlers: AttemptHandlers = {
      onTimeout: () => resolve(undefined),
      onResponse: (response) => {
        if (response.status >= 200) resolve(response)
      },
    }
    requestWithDigest(endpoint, digest, to, build, handlers, ahead)
  })
}
