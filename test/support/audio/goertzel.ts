/** How loud single frequencies are. Levels are in dB below a full-scale sine (0 dBFS); digital silence is FLOOR_DB. */

export const SAMPLE_RATE_HZ = 8000
export const FLOOR_DB = -120

const FULL_SCALE = 32_768

/** Amplitude (0 to 32768) of the sinusoid of `hz` in the samples: the Goertzel recurrence at a free frequency. */
export function toneAmplitude(samples: Int16Array, hz: number): number {
  if (samples.length === 0) return 0
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE_HZ)
  let previous = 0
  let beforePrevious = 0
  for (const sample of samples) {
    const next = sample + coefficient * previous - beforePrevious
    beforePrevious = previous
    previous = next
  }
  const power = previous ** 2 + beforePrevious ** 2 - coefficient * previous * beforePrevious
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length
}

/** Mean square of the samples. */
export function meanSquare(samples: Int16Array): number {
  if (samples.length === 0) return 0
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return sum / samples.length
}

/** An amplitude as dBFS. */
export function toDb(amplitude: number): number {
  return amplitude <= 0 ? FLOOR_DB : Math.max(FLOOR_DB, 20 * Math.log10(amplitude / FULL_SCALE))
}

/** Level of everything together, as the amplitude a sine of the same power would have. */
export function overallDb(samples: Int16Array): number {
  return toDb(Math.sqrt(2 * meanSquare(samples)))
}

/** Level of one frequency. */
export function toneDb(samples: Int16Array, hz: number): number {
  return toDb(toneAmplitude(samples, hz))
}

/** The strongest frequencies on a 50 Hz grid, loudest first: for failure messages. */
export function strongest(samples: Int16Array, count: number): { hz: number; db: number }[] {
  const found: { hz: number; db: number }[] = []
  for (let hz = 100; hz <= 3500; hz += 50) found.push({ hz, db: toneDb(samples, hz) })
  return found.sort((a, b) => b.db - a.db).slice(0, count)
}
