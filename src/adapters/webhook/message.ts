/** What is sent: a CloudEvent as JSON text, the same to the byte at every try. */
import { createHash } from 'node:crypto'
import type { JournalRow } from '../../domain/fact.ts'
import { type CloudEvent, toCloudEvent } from '../../runtime/cloud-event.ts'

export interface Message {
  /** The event's id: `webhook-id`. */
  readonly id: string
  readonly body: string
  readonly traceparent: string
}

/** Undefined when the fact isn't for the outside. */
export function messageOf(row: JournalRow): Message | undefined {
  const event = toCloudEvent(row)
  return event && asMessage(event)
}

/** An event that stands for nothing, to try an endpoint out. */
export function testMessage(siteId: string, webhookId: string, ulid: string, now: number): Message {
  return asMessage({
    specversion: '1.0',
    id: `${siteId}-test-${ulid}`,
    source: `/sites/${siteId}`,
    type: 'cti.webhook.test.v1',
    subject: webhookId,
    time: new Date(now).toISOString(),
    sequence: '0000000000',
    datacontenttype: 'application/json',
    data: { webhookId },
  })
}

/** One trace for each subject, one span for each event; derived, so that all tries show the same. */
function asMessage(event: CloudEvent): Message {
  const digest = (text: string, digits: number) =>
    createHash('sha256').update(text).digest('hex').slice(0, digits)
  const traceparent = `00-${digest(event.subject, 32)}-${digest(event.id, 16)}-00`
  return { id: event.id, body: JSON.stringify({ ...event, traceparent }), traceparent }
}
