/** The webhooks' tables as queries see them, and what all their queries share. */
import type { CallSealing } from '../../runtime/ports.ts'
import type { DeadLetter, WebhookEndpoint, WebhookSecret } from '../../runtime/webhooks.ts'

export interface EndpointRow {
  readonly site_id: string
  readonly id: string
  readonly url: string
  readonly types: readonly string[] | null
  readonly queue_ids: readonly string[] | null
  readonly description: string
  readonly state: WebhookEndpoint['state']
  readonly disabled_why: WebhookEndpoint['disabledWhy']
  readonly state_since: number
  readonly created_at: number
  readonly version: number
}

/** A secret as it is kept: sealed under a key of its own, which is wrapped under the master key. Base64. */
export interface SealedSecret {
  readonly wrapped: string
  readonly sealed: string
  readonly validUntil: number | null
}

export interface DeadLetterRow {
  readonly site_id: string
  readonly endpoint_id: string
  readonly pos: number
  readonly subject: string
  readonly subject_seq: number
  readonly type: string
  readonly failed_at: number
  readonly attempts: number
  readonly failure: DeadLetter['failure']
  readonly status: number | null
  readonly replayed_at: number | null
}

/** These, and no `secrets`, which only few queries need. */
export const ENDPOINT_COLUMNS = [
  'site_id',
  'id',
  'url',
  'types',
  'queue_ids',
  'description',
  'state',
  'disabled_why',
  'state_since',
  'created_at',
  'version',
] as const

export function endpointOf(row: EndpointRow): WebhookEndpoint {
  return {
    webhookId: row.id,
    siteId: row.site_id,
    url: row.url,
    types: row.types,
    queueIds: row.queue_ids,
    description: row.description,
    state: row.state,
    disabledWhy: row.disabled_why,
    stateSince: row.state_since,
    createdAt: row.created_at,
    version: row.version,
  }
}

export function deadLetterOf(row: DeadLetterRow): DeadLetter {
  return {
    siteId: row.site_id,
    pos: row.pos,
    subject: row.subject,
    subjectSeq: row.subject_seq,
    type: row.type,
    failedAt: row.failed_at,
    attempts: row.attempts,
    failure: row.failure,
    status: row.status,
    replayedAt: row.replayed_at,
  }
}

const FIELD = 'webhookSecret'

export function sealSecret(
  sealing: CallSealing,
  siteId: string,
  webhookId: string,
  secret: string,
): SealedSecret {
  const key = sealing.createKey(siteId, webhookId)
  return { wrapped: base64(key.wrapped), sealed: base64(key.seal(FIELD, secret)), validUntil: null }
}

/** Those that open; one that doesn't was altered, or belongs to another master key. */
export function openSecrets(
  sealing: CallSealing,
  siteId: string,
  webhookId: string,
  sealed: readonly SealedSecret[],
): WebhookSecret[] {
  return sealed.flatMap(({ wrapped, sealed: bytes, validUntil }) => {
    const key = sealing.openKey(siteId, webhookId, Buffer.from(wrapped, 'base64'))
    const secret = key?.open(FIELD, Buffer.from(bytes, 'base64'))
    return secret === undefined ? [] : [{ secret, validUntil }]
  })
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
