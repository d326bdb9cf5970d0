/** The tables as queries see them; `migrations/` makes them. */
import type { Generated } from 'kysely'
import type { JournalRow } from '../../domain/fact.ts'
import type { ApiKey } from '../../runtime/access.ts'
import type { View } from '../../runtime/ports.ts'
import type { DeadLetterRow, EndpointRow, SealedSecret } from './webhook-rows.ts'

export interface Schema {
  readonly journal: {
    readonly site_id: string
    readonly pos: number
    readonly kind: JournalRow['kind']
    readonly subject: string
    readonly subject_seq: number
    readonly at: number
    readonly type: string
    readonly data: object
  }
  readonly views: {
    readonly site_id: string
    readonly kind: View['kind']
    readonly id: string
    readonly pos: number
    readonly body: object
    readonly order_at: number
    readonly state: string
    readonly queue_id: string | null
    readonly agent_id: string | null
    readonly party_hash: string | null
  }
  readonly snapshots: { readonly site_id: string; readonly pos: number; readonly body: string }
  readonly call_keys: { readonly site_id: string; readonly call_id: string; readonly wrapped_key: Buffer }
  readonly call_private: {
    readonly site_id: string
    readonly call_id: string
    readonly name: string
    readonly sealed: Buffer
  }
  readonly envelopes: {
    readonly site_id: string
    readonly recording_id: string
    readonly segment: number
    readonly take: number
    readonly envelope: string
    readonly started_at: string
    readonly object_key: string | null
    readonly byte_length: number | null
    readonly sha256: string | null
    readonly samples: number | null
    readonly truncated: boolean | null
  }
  readonly idempotency: {
    readonly scope: string
    readonly key: string
    readonly body_hash: string
    readonly status: number | null
    readonly body: string | null
    readonly created_at: Generated<Date>
  }
  readonly api_keys: {
    readonly id: string
    readonly digest: Buffer
    readonly name: string
    readonly roles: ApiKey['roles']
    readonly scopes: ApiKey['scopes']
    readonly site_ids: ApiKey['siteIds']
    readonly queue_ids: ApiKey['queueIds']
    readonly agent_id: ApiKey['agentId']
    readonly person: string | null
    readonly created_at: number
    readonly created_by: string
    readonly expires_at: number
    readonly last_used_at: number | null
    readonly revoked_at: number | null
  }
  readonly endpoints: {
    readonly site_id: string
    readonly extension: string
    readonly kind: 'phone'
    readonly label: string
    readonly domain: string
    readonly wrapped_key: Buffer
    readonly sealed: Buffer
    readonly version: number
    readonly created_at: number
    readonly password_changed_at: number
  }
  readonly webhook_endpoints: EndpointRow & { readonly secrets: readonly SealedSecret[] }
  readonly webhook_dead_letters: DeadLetterRow
}
