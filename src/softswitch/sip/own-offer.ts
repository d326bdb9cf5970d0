import type { Dialog } from './dialog.ts'
import type { Hub } from './hub.ts'
import type { Headers, Peer, SipResponse } from './message.ts'

/**
 * A re-INVITE of ours (RFC 3261 14.1). `settled` gets its final answer, once; undefined when there was none or no
 * transaction was left. Each 200 is acknowledged.
 */
export function sendOffer(
  hub: Hub,
  dialog: Dialog,
  headers: Headers,
  sdp: string,
  settled: (answer: SipResponse | undefined) => void,
): void {
  let ack: { readonly bytes: Buffer; readonly to: Peer } | undefined
  const { request, to } = dialog.request('INVITE', headers, sdp)
  const sent = hub.transactions.request(request, to, (response) => {
    if (response !== undefined && response.status < 200) return
    if (ack !== undefined) {
      hub.transactions.resend(ack.bytes, ack.to)
      return
    }
    if (response !== undefined && response.status < 300) {
      dialog.refresh(response)
      const acknowledgement = dialog.acknowledge(response.cseq)
      const bytes = hub.transactions.sendAlone(acknowledgement.request, acknowledgement.to)
      ack = { bytes, to: acknowledgement.to }
    }
    settled(response)
  })
  if (sent === undefined) settled(undefined)
}
