import type { Headers } from './message.ts'
import { quote } from './text.ts'

/** What `SipLeg.hangUp` is told. */
export interface Goodbye {
  readonly sipStatus: number
  readonly q850: number
  readonly reasonText: string
  readonly elsewhere?: boolean
}

/** `cause=` of the first Q.850 Reason (RFC 3326); undefined when there is none in 0 to 127. */
export function q850Of(headers: Headers): number | undefined {
  for (const value of headers.list('Reason')) {
    const cause = /^Q\.850\s*;(?:.*;)?\s*cause\s*=\s*(\d{1,3})\b/i.exec(value)?.[1]
    if (cause !== undefined && Number(cause) <= 127) return Number(cause)
  }
  return undefined
}

/** Reason lines of ours. Phones take the SIP one as "somebody else took it" and show no missed call. */
export function addReason(headers: Headers, goodbye: Goodbye): Headers {
  if (goodbye.elsewhere) headers.add('Reason', 'SIP;cause=200;text="Call completed elsewhere"')
  if (goodbye.q850 > 0) {
    headers.add('Reason', `Q.850;cause=${Math.trunc(goodbye.q850)};text=${quote(goodbye.reasonText)}`)
  }
  return headers
}
