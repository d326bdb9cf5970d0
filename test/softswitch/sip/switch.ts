import type { SipLeg } from '../../../src/softswitch/ports.ts'
import {
  createSignalling,
  type RunningSignalling,
  type SignallingOptions,
} from '../../../src/softswitch/sip/index.ts'
import { LegLog, RawPeer } from './raw-peer.ts'

/** 64*T1 is 1.6 s: long enough for a machine that stands still for a second, short enough to wait for. */
export const QUICK = { t1Ms: 25, t2Ms: 100, t4Ms: 100 }

/**
 * Nothing is sent twice: for peers that acknowledge no refusal and take the next answer for that to their last message.
 * With RFC 3261's half a second, a refusal comes again in the midst of a test that takes longer.
 */
export const UNREPEATED = { t1Ms: 60_000 }

/** A switch, one peer, and everything closed at the end. */
export async function withSwitch(
  options: Partial<SignallingOptions>,
  run: (sip: RunningSignalling, peer: RawPeer) => Promise<void>,
): Promise<void> {
  const sip = await createSignalling({
    port: 0,
    domain: 'hospital.test',
    users: (extension) => ({ '1001': 'secret1', '1002': 'secret2' })[extension],
    trunks: ['127.0.0.1'],
    rtpPorts: { from: 42_000, to: 49_998 },
    ...options,
  })
  const peer = await RawPeer.open(sip.port)
  try {
    await run(sip, peer)
  } finally {
    await sip.close()
    peer.close()
  }
}

/** The next call that comes in. */
export function nextCall(sip: RunningSignalling): Promise<{ leg: SipLeg; log: LegLog }> {
  return new Promise((settle) => {
    sip.onInvite((leg) => settle({ leg, log: new LegLog(leg) }))
  })
}
