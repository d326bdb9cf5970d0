/** How much of a sound is one tone: 1 for that tone alone, 0 for none of it. */
export function toneLevel(samples: ArrayLike<number>, hz: number, rate = 8000): number {
  let real = 0
  let imaginary = 0
  let power = 0
  for (let n = 0; n < samples.length; n += 1) {
    const sample = samples[n] ?? 0
    real += sample * Math.cos((2 * Math.PI * hz * n) / rate)
    imaginary += sample * Math.sin((2 * Math.PI * hz * n) / rate)
    power += sample * sample
  }
  return power === 0 ? 0 : (2 * (real * real + imaginary * imaginary)) / (samples.length * power)
}
