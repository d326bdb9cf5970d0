/** The recorder's way to the site's owner: reports through the gateway, what is known from the views. */
import type { NodeId, SiteId } from '../domain/ids.ts'
import type { SiteGateway } from './gateway.ts'
import type { ViewsPort } from './ports.ts'
import type { RecordingsPort } from './recording.ts'

export interface RecordingsPortOptions {
  readonly siteId: SiteId
  /** The switch node whose spool is followed; named in its alarms. */
  readonly nodeId: NodeId
  readonly gateway: SiteGateway
  readonly views: Pick<ViewsPort, 'get'>
  /** Milliseconds until a report without an answer is to be said again. */
  readonly timeoutMs?: number
}

export function createRecordingsPort(_options: RecordingsPortOptions): RecordingsPort {
  throw new Error('not there yet')
}
