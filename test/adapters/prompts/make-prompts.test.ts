import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makePrompts } from '../../../src/adapters/prompts/make-prompts.ts'
import { readPromptNames, readPromptTexts } from '../../../src/adapters/prompts/prompt-texts.ts'
import { type Checked, faultLine } from '../../../src/lib/fault.ts'
import { type Log, silentLog } from '../../../src/lib/log.ts'
import { type Scratch, scratch } from '../../support/scratch.ts'

const TEXTS = 'hello:\n  zh: 您好。\n  en: Hello.\nbye:\n  zh: 再见。\n  en: Goodbye.\n'
const shipped = fileURLToPath(new URL('../../../config/prompts.yaml', import.meta.url))

function room(texts = TEXTS) {
  const place: Scratch = scratch()
  const textsFile = place.write('prompts.yaml', texts)
  const directory = join(place.path, 'prompts')
  const file = (name: string) => join(directory, name)
  const run = (log: Log = silentLog) => makePrompts({ textsFile, directory, log })
  return { ...place, textsFile, directory, file, run }
}
const lines = (checked: Checked<unknown>) => (checked.ok ? [] : checked.faults.map(faultLine))

/** Read by hand, so that nothing is shared with what wrote it. */
function wav(file: string) {
  const bytes = readFileSync(file)
  const samples = new Int16Array(bytes.subarray(44).buffer.slice(bytes.byteOffset + 44))
  return {
    tag: bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16) + bytes.toString('latin1', 36, 40),
    pcm: bytes.readUInt16LE(20),
    channels: bytes.readUInt16LE(22),
    rate: bytes.readUInt32LE(24),
    bits: bytes.readUInt16LE(34),
    dataBytes: bytes.readUInt32LE(40),
    size: bytes.length,
    seconds: samples.length / 8000,
    peak: samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
    loudSeconds: samples.filter((sample) => Math.abs(sample) > 300).length / 8000,
  }
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('slow prompts', () => {
  it('stand beside the standard ones, take longer, and are kept like them', async () => {
    const { run, file, textsFile, directory } = room()
    const slowly = () => makePrompts({ textsFile, directory, log: silentLog, pace: 'slow' })
    await run()
    expect(await slowly()).toEqual({ ok: true, value: { made: 4, kept: 0, replaced: 0 } })
    expect(wav(file('en/slow/bye.wav')).seconds).toBeGreaterThan(wav(file('en/bye.wav')).seconds)
    expect(await slowly()).toEqual({ ok: true, value: { made: 0, kept: 4, replaced: 0 } })
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 4, replaced: 0 } })
  })

  it("aren't made beside the hospital's own recording, nor once nobody wants them any more", async () => {
    const { run, file, textsFile, directory } = room()
    await run()
    writeFileSync(file('zh/hello.wav'), readFileSync(file('zh/bye.wav')))
    const slow = { textsFile, directory, log: silentLog, pace: 'slow' } as const
    await makePrompts({ ...slow, signal: AbortSignal.abort() })
    expect(readdirSync(file('en/slow'))).toEqual([])
    expect(await makePrompts(slow)).toEqual({ ok: true, value: { made: 3, kept: 0, replaced: 1 } })
    expect(readdirSync(file('zh/slow'))).toEqual(['bye.wav'])
  })
})

describe('prompts', () => {
  it('become files that a telephone line carries: 8 kHz, mono, 16 bit, spoken at a human pace', async () => {
    const { directory, file, textsFile } = room()
    const progress: [number, number][] = []
    const report = await makePrompts({
      textsFile,
      directory,
      log: silentLog,
      onProgress: (done, total) => progress.push([done, total]),
    })
    expect(report).toEqual({ ok: true, value: { made: 4, kept: 0, replaced: 0 } })
    expect(progress.map(([done]) => done)).toEqual([1, 2, 3, 4])
    for (const name of ['zh/hello.wav', 'zh/bye.wav', 'en/hello.wav', 'en/bye.wav']) {
      const sound = wav(file(name))
      expect(sound).toMatchObject({ tag: 'RIFFWAVEfmt data', pcm: 1, channels: 1, rate: 8000, bits: 16 })
      expect(sound.dataBytes).toBe(sound.size - 44)
      expect(sound.seconds).toBeGreaterThan(0.6)
      expect(sound.seconds).toBeLessThan(3)
      expect(sound.peak).toBeGreaterThan(20_000)
      expect(sound.peak).toBeLessThan(25_000)
      expect(sound.loudSeconds).toBeGreaterThan(0.2)
    }
    // Nothing half-made is left, and the switch's own user can read all.
    expect(readdirSync(file('zh')).sort()).toEqual(['bye.wav', 'hello.wav'])
    expect(statSync(file('zh/bye.wav')).mode & 0o444).toBe(0o444)
  })

  it('that are there already are kept as they are', async () => {
    const { file, run } = room()
    await run()
    const before = statSync(file('zh/hello.wav'))
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 4, replaced: 0 } })
    expect(statSync(file('zh/hello.wav')).mtimeMs).toBe(before.mtimeMs)
    expect(statSync(file('zh/hello.wav')).ino).toBe(before.ino)
  })

  it('whose text has changed are made anew, and so is a file that is gone', async () => {
    const { file, run, write } = room()
    await run()
    const before = readFileSync(file('en/bye.wav'))
    write('prompts.yaml', TEXTS.replace('Goodbye.', 'Goodbye, and get well soon.'))
    rmSync(file('zh/hello.wav'))
    expect(await run()).toEqual({ ok: true, value: { made: 2, kept: 2, replaced: 0 } })
    expect(readFileSync(file('en/bye.wav')).length).toBeGreaterThan(before.length)
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 4, replaced: 0 } })
  })

  it('that the hospital has recorded itself are never overwritten, even when their text changes', async () => {
    const { file, run, write } = room()
    await run()
    const own = readFileSync(file('en/hello.wav'))
    writeFileSync(file('zh/hello.wav'), own)
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 3, replaced: 1 } })
    write('prompts.yaml', TEXTS.replace('您好', '您好，欢迎'))
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 3, replaced: 1 } })
    expect(readFileSync(file('zh/hello.wav'))).toEqual(own)
  })

  it('replaced by something that no line carries get a warning and stay', async () => {
    const { run, write } = room()
    write('prompts/zh/hello.wav', 'this is an MP3, honestly')
    const warned: object[] = []
    const log: Log = { ...silentLog, warn: (fields) => warned.push(fields) }
    expect(await run(log)).toMatchObject({ ok: true, value: { made: 3, replaced: 1 } })
    expect(warned).toEqual([{ prompt: 'zh/hello' }])
  })

  it('count as the hospital’s own when nobody knows any more who made them', async () => {
    const { file, run, write } = room()
    await run()
    writeFileSync(file('manifest.json'), '{"version":1,"prompts":{"zh/hello":')
    write('prompts.yaml', TEXTS.replace('您好', '您好，欢迎'))
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 0, replaced: 4 } })
  })

  it('announced in the manifest when the process died before the file came are made again', async () => {
    const { file, run, write } = room()
    await run()
    const old = readFileSync(file('zh/hello.wav'))
    write('prompts.yaml', TEXTS.replace('您好', '您好，欢迎'))
    await run()
    // The manifest knows the new file, and the old one still lies there.
    writeFileSync(file('zh/hello.wav'), old)
    expect(await run()).toEqual({ ok: true, value: { made: 1, kept: 3, replaced: 0 } })
  })
})

describe('when prompts cannot be made', () => {
  it('a missing espeak-ng is named with its package, and is no matter once the files are there', async () => {
    const { textsFile, directory, run } = room()
    vi.stubEnv('PATH', join(directory, 'nothing-here'))
    expect(lines(await run()).at(0)).toMatch(
      `${textsFile}: hello.zh: espeak-ng is missing: apt-get install espeak-ng`,
    )
    vi.unstubAllEnvs()
    await run()
    vi.stubEnv('PATH', join(directory, 'nothing-here'))
    expect(await run()).toEqual({ ok: true, value: { made: 0, kept: 4, replaced: 0 } })
  })

  it('an espeak-ng that fails, or writes rubbish, is a fault, and leaves no file behind', async () => {
    const broken = ['echo no such voice >&2; exit 1', 'echo rubbish']
    for (const [index, script] of broken.entries()) {
      const { path, write, file, run } = room()
      const program = write('bin/espeak-ng', `#!/bin/sh\n${script}\n`)
      chmodSync(program, 0o755)
      vi.stubEnv('PATH', `${join(path, 'bin')}${delimiter}${process.env['PATH']}`)
      const [line] = lines(await run())
      expect(line).toContain(index === 0 ? 'espeak-ng failed: no such voice' : 'espeak-ng gave no WAV file')
      expect(readdirSync(file('zh'))).toEqual([])
      vi.unstubAllEnvs()
    }
  })

  it('texts that no voice can speak are faults with file and line', async () => {
    const { textsFile, run } = room(
      'a:\n  zh: 做CT检查\n  en: 你好\nB b: { zh: 一, en: one }\nc: { zh: 一 }\n',
    )
    expect(lines(await run())).toEqual([
      `${textsFile}:4:1: "B b": found the key "B b", expected a prompt name (lower-case letters, digits, single hyphens)`,
      `${textsFile}:5:1: c.en: found nothing, expected a text`,
    ])
    const second = room('a:\n  zh: 做CT检查\n  en: 你好\n')
    expect(lines(await second.run())).toEqual([
      `${second.textsFile}:2:7: a.zh: no reading for "C"`,
      `${second.textsFile}:3:7: a.en: "你" can't be read by an English voice`,
    ])
  })

  it('a directory that cannot be written is a fault', async () => {
    const { textsFile, write } = room()
    const blocked = write('file', 'in the way')
    const outcome = await makePrompts({ textsFile, directory: join(blocked, 'prompts'), log: silentLog })
    expect(lines(outcome)).toEqual([`${join(blocked, 'prompts')}: prompts can't be written here (ENOTDIR)`])
  })
})

describe('the texts that are shipped', () => {
  it('hold every phrase, each speakable in both languages', () => {
    const names = readPromptNames(shipped)
    if (!names.ok) throw new Error(lines(names).join('\n'))
    const needed = `welcome recording-notice main-menu invalid-choice no-input transferring queue-wait queue-emergency
      nobody-ready goodbye fallback-notice system-busy`
    expect([...names.value]).toEqual(expect.arrayContaining(needed.split(/\s+/)))
    const texts = readPromptTexts(shipped, ['zh', 'en'])
    expect(lines(texts)).toEqual([])
    expect(texts.ok && texts.value).toHaveLength(names.value.size * 2)
  })
})
