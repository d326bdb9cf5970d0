import alawmulaw from 'alawmulaw'
import type { Frame } from '../ports.ts'

/** G.711 mu-law by table: the codec's own arithmetic is done once for each value. */
const DECODED = Int16Array.from({ length: 256 }, (_, byte) => alawmulaw.mulaw.decodeSample(byte))
const ENCODED = Uint8Array.from({ length: 65536 }, (_, word) =>
  alawmulaw.mulaw.encodeSample(Math.max((word << 16) >> 16, -32767)),
)

export const FRAME_SAMPLES = 160
/** Shared: never written to. */
export const SILENCE: Frame = new Int16Array(FRAME_SAMPLES)

export function decodePcmu(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) samples[i] = DECODED[bytes[i] ?? 0] ?? 0
  return samples
}

/** Writes `samples` into `target` from `offset`. */
export function encodePcmu(samples: Int16Array, target: Uint8Array, offset: number): void {
  for (let i = 0; i < samples.length; i++) target[offset + i] = ENCODED[(samples[i] ?? 0) & 0xffff] ?? 0xff
}
