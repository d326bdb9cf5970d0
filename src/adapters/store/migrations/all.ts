/** Every migration in order. A released one is never changed; a new one gets the next number. */
import type { Migration } from 'kysely'
import * as journal from './0001-journal.ts'
import * as views from './0002-views.ts'
import * as privateFields from './0003-private-fields.ts'
import * as idempotency from './0004-idempotency.ts'
import * as snapshots from './0005-snapshots.ts'
import * as envelopes from './0006-envelopes.ts'
import * as webhooks from './0007-webhooks.ts'
import * as liveCalls from './0008-live-calls.ts'
import * as parties from './0009-parties.ts'
import * as access from './0010-access.ts'
import * as endpoints from './0011-endpoints.ts'
import * as voiceQuality from './0012-voice-quality.ts'
import * as figures from './0013-figures.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-journal': journal,
  '0002-views': views,
  '0003-private-fields': privateFields,
  '0004-idempotency': idempotency,
  '0005-snapshots': snapshots,
  '0006-envelopes': envelopes,
  '0007-webhooks': webhooks,
  '0008-live-calls': liveCalls,
  '0009-parties': parties,
  '0010-access': access,
  '0011-endpoints': endpoints,
  '0012-voice-quality': voiceQuality,
  '0013-figures': figures,
}
