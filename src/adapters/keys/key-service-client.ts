/** The API's side of the key service: asks for one data key at a time, with a permit of its own for each. */
import { z } from 'zod'
import type { Log } from '../../lib/log.ts'
import { type CredentialFiles, createCredentials, type Lease } from './credentials.ts'
import { type Exchange, exchange } from './exchange.ts'
import { freshPermit, type PermitWish } from './permits.ts'

/** An envelope as it is kept beside the recording; CTIREC1.md describes it. */
export interface StoredEnvelope {
  readonly version: 1
  readonly recordingId: string
  readonly segment: number
  readonly algorithm: 'RSA-OAEP-256'
  readonly keys: readonly { readonly keyId: string; readonly wrappedKey: string }[]
}

/** A line of the key service's log: kept by us, it shows later whether that log is still the same. */
export interface LogAnchor {
  readonly seq: number
  readonly hash: string
}

export type OpenOutcome =
  | { readonly type: 'opened'; readonly dataKey: Buffer; readonly logAnchor: LogAnchor }
  | Refused
  | Unavailable

export interface Refused {
  readonly type: 'refused'
  /** One of the words in the key service's README. */
  readonly reason: string
}

export interface Unavailable {
  readonly type: 'unavailable'
  /**
   * `credentials`: our own files can't be read. `untrusted`: the other side isn't the key service, or its certificate
   * isn't good. `overloaded`: it says that it can't at the moment.
   */
  readonly why: 'credentials' | 'unreachable' | 'untrusted' | 'timedOut' | 'overloaded' | 'badAnswer'
}

export type StateOutcome = { readonly type: 'state'; readonly state: KeyServiceState } | Refused | Unavailable

const stateSchema = z.object({
  log: z.object({ seq: z.int(), hash: z.string() }),
  envelopeKeys: z.array(z.string()),
  /** PEM: the certificate to seal to. */
  sealTo: z.string(),
  sealToDueAt: z.string(),
  certificateExpiresAt: z.string(),
  certificateDueAt: z.string(),
})

export type KeyServiceState = z.output<typeof stateSchema>

export interface KeyServiceClient {
  /** Opens one segment's envelope for `person`. Ends within the deadline, whatever the key service does. */
  open(wish: PermitWish & { readonly envelope: StoredEnvelope }): Promise<OpenOutcome>
  /** Whether the key service is there, and what it says of itself. */
  state(): Promise<StateOutcome>
  close(): void
}

export interface KeyServiceClientOptions extends CredentialFiles {
  /** `https://HOST:PORT`; HOST as in the key service's certificate. */
  readonly url: string
  readonly log: Log
  /** For one opening, connection and a second try included. */
  readonly timeoutMs?: number
  /** How long the files are taken to be unchanged. */
  readonly checkFilesEveryMs?: number
}

export function createKeyServiceClient(options: KeyServiceClientOptions): KeyServiceClient {
  const { url, log, timeoutMs = 3000 } = options
  const credentials = createCredentials(options, log, options.checkFilesEveryMs)

  async function ask(
    path: string,
    method: 'GET' | 'POST',
    bodyFor?: (lease: Lease) => string,
  ): Promise<Answer> {
    const until = performance.now() + timeoutMs
    for (let attempt = 1; ; attempt += 1) {
      const lease = credentials.take()
      if (lease === undefined) return { type: 'unavailable', why: 'credentials' }
      try {
        const outcome = await exchange(new URL(path, url), {
          agent: lease.agent,
          method,
          ...(bodyFor === undefined ? {} : { body: bodyFor(lease) }),
          timeoutMs: until - performance.now(),
        })
        // An idle connection that the other side was just ending. A permit is good once, so the second try has its own.
        if (outcome.type === 'failed' && outcome.reused && attempt === 1) continue
        if (outcome.type !== 'answer') log.warn({ outcome }, 'no answer from the key service')
        return answerOf(outcome)
      } finally {
        lease.release()
      }
    }
  }

  /** Its certificate or ours may have been renewed since we looked. */
  const noted = <T extends Refused | Unavailable>(outcome: T): T => {
    credentials.suspect()
    return outcome
  }

  return {
    async open({ envelope, ...wish }) {
      const answer = await ask('/v1/open', 'POST', (lease) =>
        JSON.stringify({ envelope, permit: freshPermit(wish, lease.permitKey, new Date()) }),
      )
      if (answer.type !== 'success') return noted(answer)
      const parsed = openedSchema.safeParse(answer.body)
      if (!parsed.success) return noted(BAD_ANSWER)
      return { type: 'opened', dataKey: parsed.data.dataKey, logAnchor: parsed.data.log }
    },
    async state() {
      const answer = await ask('/v1/state', 'GET')
      if (answer.type !== 'success') return noted(answer)
      const parsed = stateSchema.safeParse(answer.body)
      return parsed.success ? { type: 'state', state: parsed.data } : noted(BAD_ANSWER)
    },
    close: () => credentials.close(),
  }
}

const openedSchema = z.object({
  dataKey: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32),
  log: z.object({ seq: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
})

const problemSchema = z.object({
  type: z.string().regex(/^urn:cti-bridge:problem:keyservice:[A-Za-z]{1,40}$/),
})

type Answer = { readonly type: 'success'; readonly body: unknown } | Refused | Unavailable

const BAD_ANSWER: Unavailable = { type: 'unavailable', why: 'badAnswer' }

function answerOf(outcome: Exchange): Answer {
  if (outcome.type === 'timedOut') return { type: 'unavailable', why: 'timedOut' }
  if (outcome.type === 'failed')
    return { type: 'unavailable', why: isTrustFault(outcome.code) ? 'untrusted' : 'unreachable' }
  if (outcome.status === 200) return { type: 'success', body: outcome.body }
  const problem = problemSchema.safeParse(outcome.body)
  if (!problem.success) return BAD_ANSWER
  if (outcome.status === 503) return { type: 'unavailable', why: 'overloaded' }
  return { type: 'refused', reason: problem.data.type.replace(/^.*:/, '') }
}

/** OpenSSL's words for a certificate that doesn't hold, Node's for a name that isn't in it, and for a broken handshake. */
function isTrustFault(code: string): boolean {
  return /^(?:ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|EPROTO)/.test(code)
}
