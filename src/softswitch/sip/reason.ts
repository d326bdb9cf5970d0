import type { LegGoodbye } from '../ports.ts'
import type { Headers } from './message.ts'
import { quote } from './text.ts'

/** What `SipLeg.hangUp` is told. */
export type Goodbye = LegGoodbye

/** `cause=` of the first Q.850 Reason (RFC 3326); undefined when there is none in 0 to 127. */
export function q850Of(headers: Headers): number | undefined {
  for (const value of headers.list('Reason')) {
    const cause = /^Q\.850\s*;(?:.*;)?\s*cause\s*=\s*(\d{1,3})\b/i.exec(value)?.[1]
    if (cause !== undefined && Number(cause) <= 127) return Number(cause)
  }
  return undefined
}

/** The Reason of ours (mod_sofia.c `sofia_on_hangup`). Phones show no missed call for one that somebody else took. */
export function addReason(headers: Headers, goodbye: Goodbye): Headers {
  const { q850, reasonText } = goodbye
  if (goodbye.elsewhere) headers.add('Reason', 'SIP;cause=200;text="Call completed elsewhere"')
  else if (q850 > 0) {
    const protocol = q850 < 128 ? 'Q.850' : 'SIP'
    headers.add('Reason', `${protocol};cause=${Math.trunc(q850)};text=${quote(reasonText)}`)
  }
  return headers
}
