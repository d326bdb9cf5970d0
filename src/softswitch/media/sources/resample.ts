/** Half the filter's length in samples of the lower rate: enough for a clean telephone band. */
const HALF_TAPS = 16

/**
 * Band-limited resampling by a Hann-windowed sinc (Smith, "Digital Audio Resampling"): what lies above the lower
 * rate's Nyquist frequency is filtered out, so 22 kHz speech doesn't alias. About 64 multiplications a sample.
 */
export function resample(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return samples
  const ratio = fromHz / toHz
  const cutoff = Math.min(1, toHz / fromHz)
  const reach = Math.ceil(HALF_TAPS / cutoff)
  const out = new Int16Array(Math.floor(samples.length / ratio))
  const phases = phaseTable(fromHz, toHz, cutoff, reach)
  for (let i = 0; i < out.length; i++) {
    const centre = Math.floor((i * fromHz) / toHz)
    const taps = phases[i % phases.length] ?? new Float64Array(0)
    let sum = 0
    for (let k = 0; k < taps.length; k++) sum += (taps[k] ?? 0) * (samples[centre - reach + 1 + k] ?? 0)
    out[i] = Math.max(-32768, Math.min(32767, Math.round(sum)))
  }
  return out
}

/** The filter at each fraction of a sample that occurs: 80 of them from 44.1 kHz to 8 kHz. */
function phaseTable(fromHz: number, toHz: number, cutoff: number, reach: number): Float64Array[] {
  const period = toHz / greatestDivisor(fromHz, toHz)
  return Array.from({ length: period }, (_, phase) => {
    const fraction = ((phase * fromHz) / toHz) % 1
    const taps = Float64Array.from({ length: 2 * reach }, (_unused, k) =>
      kernel(k - reach + 1 - fraction, cutoff, reach),
    )
    const gain = taps.reduce((sum, tap) => sum + tap, 0)
    return taps.map((tap) => tap / gain)
  })
}

function kernel(x: number, cutoff: number, reach: number): number {
  if (Math.abs(x) >= reach) return 0
  const angle = Math.PI * x * cutoff
  const sinc = angle === 0 ? 1 : Math.sin(angle) / angle
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / reach))
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
