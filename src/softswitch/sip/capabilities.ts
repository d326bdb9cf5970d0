import { Headers } from './message.ts'

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, REFER, REGISTER'

/** Methods of SIP that this switch knows and doesn't serve: 405; any other is 501. */
const KNOWN = new Set(['MESSAGE', 'PRACK', 'NOTIFY', 'SUBSCRIBE', 'PUBLISH'])

export function allowHeaders(): Headers {
  return Headers.of(['Allow', ALLOW])
}

export function capabilities(): Headers {
  return allowHeaders().add('Accept', 'application/sdp').add('Allow-Events', 'refer')
}

/** The refusal of a method that isn't served: 489 for events, 405 with Allow, 501 for what nobody knows. */
export function refusalOf(method: string): { status: number; headers: Headers } {
  if (method === 'SUBSCRIBE' || method === 'NOTIFY' || method === 'PUBLISH') {
    return { status: 489, headers: allowHeaders().add('Allow-Events', 'refer') }
  }
  return { status: KNOWN.has(method) ? 405 : 501, headers: allowHeaders() }
}
