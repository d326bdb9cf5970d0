import alawmulaw from 'alawmulaw'

/** G.711 A-law by table, as pcmu.ts. */
const DECODED = Int16Array.from({ length: 256 }, (_, byte) => alawmulaw.alaw.decodeSample(byte))
const ENCODED = Uint8Array.from({ length: 65536 }, (_, word) =>
  alawmulaw.alaw.encodeSample(Math.max((word << 16) >> 16, -32767)),
)

export function decodePcma(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) samples[i] = DECODED[bytes[i] ?? 0] ?? 0
  return samples
}

/** Writes `samples` into `target` from `offset`. */
export function encodePcma(samples: Int16Array, target: Uint8Array, offset: number): void {
  for (let i = 0; i < samples.length; i++) target[offset + i] = ENCODED[(samples[i] ?? 0) & 0xffff] ?? 0xd5
}
