/** G.711 µ-law, written from ITU-T G.711 so that the tests share no table with what they test. */

const BIAS = 0x84
const CLIP = 32_635

/** The code word of silence: positive zero, all bits set. */
export const PCMU_SILENCE = 0xff

function decodeOne(code: number): number {
  const bits = ~code & 0xff
  const exponent = (bits >> 4) & 0x07
  const magnitude = (((bits & 0x0f) << 3) + BIAS) << exponent
  return (bits & 0x80) === 0 ? magnitude - BIAS : BIAS - magnitude
}

function encodeOne(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS
  const exponent = 31 - Math.clz32(magnitude >> 7)
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}

const DECODED = Int16Array.from({ length: 256 }, (_, code) => decodeOne(code))

/** µ-law bytes to 16-bit linear samples. */
export function decodePcmu(encoded: Uint8Array): Int16Array {
  const samples = new Int16Array(encoded.length)
  for (let i = 0; i < encoded.length; i++) samples[i] = DECODED[encoded[i] ?? PCMU_SILENCE] ?? 0
  return samples
}

/** 16-bit linear samples to µ-law bytes. */
export function encodePcmu(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, encodeOne)
}
