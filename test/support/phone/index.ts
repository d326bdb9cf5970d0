/**
 * Simulated telephones for system tests, contract tests and the demo. They share no code with the switch under test:
 * SIP (RFC 3261), SDP, RTP, RFC 4733 digits and G.711 are written here anew.
 */
import type { PhoneOptions } from './options.ts'
import { Phone } from './phone.ts'

export type { Peer } from './address.ts'
export type { Call, Party } from './call.ts'
export type { CallEvent, CallEventType, CallState, Ending } from './call-events.ts'
export { SipFailure } from './call-events.ts'
export type { Ear, HeardOptions } from './media/ear.ts'
export type { Media, Sound } from './media/media.ts'
export { pacer } from './media/pacer.ts'
export type { AnswerPolicy, CallOptions, PhoneOptions } from './options.ts'
export type { Phone } from './phone.ts'
export type { SeenMessage } from './trace.ts'
export { createTrunk, type TrunkOptions } from './trunk.ts'
export { WaitFailed } from './waits.ts'

/** Opens a phone. Rejects when its port is taken. */
export function createPhone(options: PhoneOptions = {}): Promise<Phone> {
  return Phone.open(options)
}
