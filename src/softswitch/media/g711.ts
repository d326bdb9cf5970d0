/** The two laws of G.711, by their RTP payload types (RFC 3551). */
import type { Codec } from '../ports.ts'
import { decodePcma, encodePcma } from './pcma.ts'
import { decodePcmu, encodePcmu } from './pcmu.ts'

const TYPES: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 }

export function payloadTypeOf(codec: Codec): number {
  return TYPES[codec]
}

export function isG711(payloadType: number): boolean {
  return payloadType === TYPES.PCMU || payloadType === TYPES.PCMA
}

/** By the packet's own type: stragglers of the codec before are understood too. */
export function decode(payloadType: number, payload: Uint8Array): Int16Array {
  return payloadType === TYPES.PCMA ? decodePcma(payload) : decodePcmu(payload)
}

/** Writes `samples` into `target` from `offset`. */
export function encode(codec: Codec, samples: Int16Array, target: Uint8Array, offset: number): void {
  if (codec === 'PCMA') encodePcma(samples, target, offset)
  else encodePcmu(samples, target, offset)
}
