import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import wavefile from 'wavefile'
import { convertWav } from '../../../src/adapters/prompts/convert-wav.ts'
import { createConverter } from '../../../src/adapters/prompts/converter.ts'
import { toneLevel } from './tone-level.ts'

const HZ = 440
type Depth = '8' | '16' | '24' | '32f'

function tone(rate: number, bitDepth: Depth, channels: number, seconds = 0.5): Uint8Array {
  const peak = { '8': 100, '16': 20_000, '24': 5_000_000, '32f': 0.7 }[bitDepth]
  const middle = bitDepth === '8' ? 128 : 0
  const one = Array.from(
    { length: rate * seconds },
    (_, n) => middle + Math.round(peak * Math.sin((2 * Math.PI * HZ * n) / rate)),
  )
  const wav = new wavefile.WaveFile()
  wav.fromScratch(
    channels,
    rate,
    bitDepth,
    channels === 1 ? one : Array.from({ length: channels }, () => one),
  )
  return wav.toBuffer()
}

describe('a recording of the hospital’s', () => {
  it.each([
    [8000, '16', 1],
    [8000, '8', 1],
    [16_000, '24', 2],
    [44_100, '16', 2],
    [48_000, '24', 1],
  ] as const)(
    'of %i Hz, %s bits, %i channels becomes 8 kHz, mono, 16 bit, and sounds the same',
    (rate, bits, channels) => {
      const converted = convertWav(tone(rate, bits, channels))
      if (converted.type !== 'converted') throw new Error(JSON.stringify(converted))
      const wav = new wavefile.WaveFile(converted.wav)
      expect(wav.fmt).toMatchObject({ audioFormat: 1, numChannels: 1, sampleRate: 8000, bitsPerSample: 16 })
      const samples = Float64Array.from(wav.getSamples(true) as unknown as ArrayLike<number>)
      expect(samples.length / 8000).toBeCloseTo(0.5, 1)
      expect(toneLevel(samples, HZ)).toBeGreaterThan(0.9)
    },
  )

  it.each([
    ['nothing', new Uint8Array(0), 'nothing'],
    ['text', Buffer.from('This is no sound at all.'), 'no WAV file'],
    ['an MP3', Buffer.from([0xff, 0xfb, 0x90, 0, 0, 0]), 'an MP3 file'],
    ['an Ogg', Buffer.from('OggS............'), 'an Ogg file'],
    ['a header alone', tone(8000, '16', 1).subarray(0, 20), 'a WAV file that is cut off or damaged'],
    ['no samples', tone(8000, '16', 1, 0), 'a WAV file without sound'],
    ['floats', tone(8000, '32f', 1), 'a WAV file of another coding than PCM (3)'],
    ['six channels', tone(8000, '16', 6), '6 channels'],
    ['96 kHz', tone(96_000, '16', 1), '96000 Hz'],
    ['an hour', tone(8000, '8', 1, 301), '301 seconds'],
  ])('that is %s is refused, saying what was found', (_, bytes, found) => {
    expect(convertWav(bytes)).toEqual({
      type: 'invalid',
      found,
      expected: expect.stringContaining('8 to 48 kHz'),
    })
  })

  it('that is damaged anywhere is converted or refused, and nothing else', ({ task }) => {
    const whole = tone(16_000, '24', 2, 0.01)
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(60), (at, byte, cut) => {
        const damaged = Uint8Array.from(whole.subarray(0, whole.length - cut))
        damaged[at % Math.min(damaged.length, 120)] = byte
        expect(['converted', 'invalid']).toContain(convertWav(damaged).type)
      }),
      { numRuns: 300 },
    )
    task.meta.tried = { 'WAV files': 300 }
  })

  it('is converted beside the process’s own work', async () => {
    const convert = createConverter()
    const [sound, noise] = await Promise.all([convert(tone(8000, '16', 1)), convert(Buffer.from('noise'))])
    expect(sound.type).toBe('converted')
    expect(noise).toMatchObject({ type: 'invalid', found: 'no WAV file' })
  })
})
