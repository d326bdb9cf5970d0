/** A fact of the journal as CloudEvents 1.0 in JSON: what webhooks carry and the live stream shows. */
import type { JournalRow } from '../domain/fact.ts'
import { eventTypeOf } from './event-types.ts'
import { toWire } from './wire.ts'

/** https://github.com/cloudevents/spec, 1.0.2, with the documented extension `sequence`. */
export interface CloudEvent {
  readonly specversion: '1.0'
  /** `SITE-POS`: the same for every delivery of this event, and the cursor after which the next ones come. */
  readonly id: string
  /** `/sites/SITE`. */
  readonly source: string
  /** `cti.call.offered.v1`, … */
  readonly type: string
  /** The id of the call, the agent, … */
  readonly subject: string
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string
  /** Number within the subject, from 1; ten digits, because the extension wants text that sorts. */
  readonly sequence: string
  readonly datacontenttype: 'application/json'
  /** By type. Ids and masked numbers; moments as RFC 3339. */
  readonly data: object
}

/** Undefined when the fact isn't for the outside. */
export function toCloudEvent(row: JournalRow): CloudEvent | undefined {
  const type = eventTypeOf(row.kind, row.type)
  if (type === undefined) return undefined
  return {
    specversion: '1.0',
    id: eventIdOf(row.siteId, row.pos),
    source: `/sites/${row.siteId}`,
    type,
    subject: row.subject,
    time: new Date(row.at).toISOString(),
    sequence: String(row.subjectSeq).padStart(10, '0'),
    datacontenttype: 'application/json',
    data: toWire(row.data),
  }
}

/** The id of the event at a position; also the cursor of the stream. */
export function eventIdOf(siteId: string, pos: number): string {
  return `${siteId}-${pos}`
}

const EVENT_ID = /^(site_[a-z0-9-]{1,59})-(0|[1-9]\d{0,15})$/

/** Undefined when it isn't an event's id, or another site's. */
export function positionOf(siteId: string, eventId: string): number | undefined {
  const [, site, digits] = EVENT_ID.exec(eventId) ?? []
  const pos = Number(digits)
  return site === siteId && Number.isSafeInteger(pos) ? pos : undefined
}
