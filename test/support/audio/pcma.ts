/** G.711 A-law, written from ITU-T G.711 so that the tests share no table with what they test. */
import { encodePcmu } from './pcmu.ts'

/** Even bits are inverted on the line. */
const TOGGLE = 0x55

function decodeOne(code: number): number {
  const bits = code ^ TOGGLE
  const exponent = (bits >> 4) & 0x07
  const mantissa = ((bits & 0x0f) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
  return (bits & 0x80) === 0 ? -magnitude : magnitude
}

function encodeOne(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767)
  const exponent = magnitude < 0x100 ? 0 : 24 - Math.clz32(magnitude)
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f
  return (sign | (exponent << 4) | mantissa) ^ TOGGLE
}

export function encodePcma(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, encodeOne)
}

export function decodePcma(encoded: Uint8Array): Int16Array {
  return Int16Array.from(encoded, decodeOne)
}

const AS_PCMU = encodePcmu(decodePcma(Uint8Array.from({ length: 256 }, (_, code) => code)))

/** A-law bytes as µ-law bytes, for ears that know only the one. */
export function pcmaAsPcmu(encoded: Uint8Array): Uint8Array {
  return Uint8Array.from(encoded, (code) => AS_PCMU[code] ?? 0xff)
}
