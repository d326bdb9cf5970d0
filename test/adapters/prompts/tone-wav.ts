import wavefile from 'wavefile'

/** Half a second of a tone, in a format that telephone lines don't carry. */
export function studioTone(hz = 440): Uint8Array {
  const rate = 16_000
  const samples = Array.from({ length: rate / 2 }, (_, n) => 2e4 * Math.sin((2 * Math.PI * hz * n) / rate))
  const wav = new wavefile.WaveFile()
  wav.fromScratch(2, rate, '16', [samples, samples])
  return wav.toBuffer()
}
