import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import wavefile from 'wavefile'
import { createSources } from '../../../src/softswitch/media/sources/index.ts'
import type { SourceFactory } from '../../../src/softswitch/ports.ts'
import { strength } from './rtp-peer.ts'

const directory = mkdtempSync(join(tmpdir(), 'sources-'))
afterAll(() => rmSync(directory, { recursive: true }))

function sine(hz: number, rateHz: number, ms: number): number[] {
  return Array.from({ length: (rateHz * ms) / 1000 }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz))
}

function wav(name: string, rateHz: number, depth: string, channels: number, samples: number[]): string {
  const scaled = samples.map((sample) =>
    depth === '8' ? 128 + Math.round(sample * 100) : Math.round(sample * 12_000),
  )
  const file = new wavefile.WaveFile()
  const data = channels === 2 ? [scaled, scaled] : scaled
  file.fromScratch(channels, rateHz, depth === '8m' ? '16' : depth, data)
  if (depth === '8m') file.toMuLaw()
  const path = join(directory, name)
  writeFileSync(path, file.toBuffer())
  return path
}

/** Everything a source yields, up to `maxFrames`. */
function drain(factory: SourceFactory, path: string, maxFrames = 500): Int16Array {
  const opened = factory.open(path)
  if (!opened.ok) throw new Error(opened.reason)
  const frames: number[] = []
  for (let i = 0; i < maxFrames; i++) {
    const frame = opened.source.next()
    if (!frame) break
    expect(frame).toHaveLength(160)
    frames.push(...frame)
  }
  return Int16Array.from(frames)
}

const plain = createSources()

describe('WAV files', () => {
  it.each([
    ['8000', '16', 1],
    ['8000', '8', 1],
    ['8000', '8m', 1],
    ['16000', '16', 2],
    ['22050', '16', 1],
    ['44100', '16', 2],
    ['48000', '8', 1],
    ['11025', '16', 1],
  ] as const)('at %s Hz, %s bits, %d channels keep pitch, length and level', (rate, depth, channels) => {
    const path = wav(
      `tone-${rate}-${depth}-${channels}.wav`,
      Number(rate),
      depth,
      channels,
      sine(1000, Number(rate), 500),
    )
    const samples = drain(plain, path)
    expect(Math.abs(samples.length - 4000)).toBeLessThanOrEqual(160)
    const level = depth === '8' ? 25_600 : 12_000
    expect(strength(samples.slice(400, 3600), 1000) / level).toBeCloseTo(1, 1)
  })

  it('lose what telephones can not carry instead of folding it back', () => {
    // 7 kHz would appear as 1 kHz.
    const samples = drain(plain, wav('high.wav', 22_050, '16', 1, sine(7000, 22_050, 500)))
    expect(strength(samples.slice(400, 3600), 1000)).toBeLessThan(60)
  })

  it('are read anew when they change, and refused when missing, too large or no WAV', () => {
    const path = wav('changing.wav', 8000, '16', 1, sine(400, 8000, 200))
    const small = createSources({ maxFileBytes: 20_000 })
    expect(strength(drain(small, path), 400)).toBeGreaterThan(10_000)
    wav('changing.wav', 8000, '16', 1, sine(900, 8000, 260))
    expect(strength(drain(small, path), 900)).toBeGreaterThan(9_000)
    wav('changing.wav', 8000, '16', 1, sine(900, 8000, 2000))
    expect(small.open(path)).toEqual({ ok: false, reason: 'file too large' })
    expect(small.open(join(directory, 'none.wav'))).toEqual({ ok: false, reason: 'no such file' })
    writeFileSync(join(directory, 'odd.wav'), 'RIFFnonsense')
    expect(small.open(join(directory, 'odd.wav'))).toEqual({ ok: false, reason: 'not a WAV file' })
    expect(small.open(directory)).toMatchObject({ ok: false })
  })

  it('outside the roots are refused, by whatever way', () => {
    const root = join(directory, 'sounds')
    mkdirSync(root)
    const outside = wav('outside.wav', 8000, '16', 1, sine(400, 8000, 100))
    symlinkSync(outside, join(root, 'link.wav'))
    const fenced = createSources({ base: root, roots: [root] })
    for (const path of [
      outside,
      '../outside.wav',
      'link.wav',
      join(root, '..', 'outside.wav'),
      '/etc/passwd',
    ]) {
      expect(fenced.open(path)).toEqual({ ok: false, reason: 'outside the sound directories' })
    }
    wav('sounds/inside.wav', 8000, '16', 1, sine(400, 8000, 100))
    expect(drain(fenced, 'inside.wav')).toHaveLength(800)
  })
})

describe('tone_stream', () => {
  it('plays tones and pauses, as often as it says', () => {
    const samples = drain(plain, 'tone_stream://%(100,60,440,480);loops=2')
    expect(samples).toHaveLength(2 * 160 * 8)
    expect(strength(samples.slice(0, 800), 440)).toBeGreaterThan(4000)
    expect(strength(samples.slice(0, 800), 480)).toBeGreaterThan(4000)
    expect(samples.slice(800, 1280).every((sample) => sample === 0)).toBe(true)
    expect(strength(samples.slice(1280, 2080), 440)).toBeGreaterThan(4000)
  })

  it('knows volume, script loops, keypad tones, and playing for ever', () => {
    const loud = strength(drain(plain, 'tone_stream://v=-7;%(200,0,1000)'), 1000)
    const soft = strength(drain(plain, 'tone_stream://v=-27;%(200,0,1000)'), 1000)
    expect(loud / soft).toBeCloseTo(10, 0)
    expect(drain(plain, 'tone_stream://L=3;%(20,20,500)')).toHaveLength(3 * 320)
    const keys = drain(plain, 'tone_stream://d=100;w=100;5')
    expect(strength(keys.slice(0, 800), 770)).toBeGreaterThan(4000)
    expect(strength(keys.slice(0, 800), 1336)).toBeGreaterThan(4000)
    expect(drain(plain, 'tone_stream://%(40,0,500);loops=-1', 100)).toHaveLength(16_000)
  })

  it('refuses what has no tone, or is endless before it begins', () => {
    for (const spec of [
      '',
      '%(',
      '%()',
      '%(100)',
      '%(100,100)',
      'v=-7',
      '%(9999999,0,440)',
      'L=99999;%(1000,0,440)',
    ]) {
      expect(plain.open(`tone_stream://${spec}`)).toMatchObject({ ok: false })
    }
  })
})

describe('the other sources', () => {
  it('give silence for as long as asked, with noise if asked', () => {
    const silence = drain(plain, 'silence_stream://100')
    expect(silence).toHaveLength(800)
    expect(silence.every((sample) => sample === 0)).toBe(true)
    expect(drain(plain, 'silence_stream://-1', 50)).toHaveLength(8000)
    const noise = drain(plain, 'silence_stream://100,1400')
    expect(noise.some((sample) => sample !== 0)).toBe(true)
    expect(Math.max(...noise.map(Math.abs))).toBeLessThan(100)
    expect(plain.open('silence_stream://0')).toMatchObject({ ok: false })
  })

  it('play one file after the other, pass over what is missing, and name it when nothing is left', () => {
    const path = wav('part.wav', 8000, '16', 1, sine(700, 8000, 100))
    for (const spec of [
      `file_string://${path}!silence_stream://40!${path}`,
      `${path}!silence_stream://40!${path}`,
    ]) {
      const samples = drain(plain, spec)
      expect(samples).toHaveLength(800 + 320 + 800)
      expect(samples.slice(800, 1120).every((sample) => sample === 0)).toBe(true)
    }
    expect(drain(plain, `file_string:///none.wav!${path}!/none.wav`)).toHaveLength(800)
    expect(plain.open('file_string:///none.wav!/neither.wav')).toEqual({ ok: false, reason: 'no such file' })
    expect(plain.open('http_cache://x')).toMatchObject({ ok: false })
    expect(plain.open(`file_string://${'silence_stream://20!'.repeat(100)}`)).toMatchObject({ ok: false })
  })

  it('keep the music going between listeners, from files or made up', () => {
    let now = 0
    const music = join(directory, 'music')
    mkdirSync(music)
    wav('music/1.wav', 8000, '16', 1, sine(300, 8000, 1000))
    wav('music/2.wav', 8000, '16', 1, sine(600, 8000, 1000))
    const factory = createSources({ music: { ward: music }, nowMs: () => now })
    expect(strength(drain(factory, 'local_stream://ward', 45), 300)).toBeGreaterThan(10_000)
    now = 1000
    expect(strength(drain(factory, 'local_stream://ward', 45), 600)).toBeGreaterThan(10_000)
    now = 2000
    expect(strength(drain(factory, 'local_stream://ward', 45), 300)).toBeGreaterThan(10_000)
    const made = drain(factory, 'local_stream://moh', 500)
    expect(made).toHaveLength(80_000)
    const peak = Math.max(...made.map(Math.abs))
    expect(peak).toBeGreaterThan(1000)
    expect(peak).toBeLessThan(8000)
    expect(factory.open('local_stream://nobody')).toMatchObject({ ok: false })
  })
})
