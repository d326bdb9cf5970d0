import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { convertWav } from '../../../src/adapters/prompts/convert-wav.ts'
import { createPromptLibrary } from '../../../src/adapters/prompts/library.ts'
import { makePrompts } from '../../../src/adapters/prompts/make-prompts.ts'
import { readPromptNames } from '../../../src/adapters/prompts/prompt-texts.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { PromptRef } from '../../../src/runtime/prompts.ts'
import { scratch } from '../../support/scratch.ts'
import { studioTone } from './tone-wav.ts'

const HELLO: PromptRef = { language: 'zh', name: 'hello', pace: 'standard' }
const SLOW: PromptRef = { ...HELLO, pace: 'slow' }
const OURS: PromptRef = { language: 'zh', name: 'our-clinic', pace: 'standard' }

function room() {
  const place = scratch()
  const textsFile = place.write('prompts.yaml', 'hello:\n  zh: 您好。\n  en: Hello.\n')
  const directory = join(place.path, 'prompts')
  const library = createPromptLibrary({
    textsFile,
    directory,
    languages: ['zh', 'en'],
    log: silentLog,
    convert: async (bytes) => convertWav(bytes),
  })
  return { directory, textsFile, library, make: () => makePrompts({ textsFile, directory, log: silentLog }) }
}

describe('the library of prompts', () => {
  it('shows what is missing, what is ours and what is the hospital’s', async () => {
    const { library, make } = room()
    expect(await library.list()).toEqual([
      { language: 'en', name: 'hello', text: 'Hello.', standard: null, slow: null },
      { language: 'zh', name: 'hello', text: '您好。', standard: null, slow: null },
    ])
    await make()
    await library.put(OURS, studioTone())
    await library.put(SLOW, studioTone())
    const shown = await library.list()
    expect(shown.map(({ language, name, text }) => [language, name, text])).toEqual([
      ['en', 'hello', 'Hello.'],
      ['zh', 'hello', '您好。'],
      ['zh', 'our-clinic', null],
    ])
    expect(shown[0]).toMatchObject({ standard: { origin: 'made' }, slow: null })
    expect(shown[1]).toMatchObject({ standard: { origin: 'made' }, slow: { origin: 'own' } })
    expect(shown[2]).toMatchObject({ standard: { origin: 'own', durationMs: 500 }, slow: null })
  })

  it('puts the hospital’s recording in the place of ours, which a later run leaves alone, and takes it back', async () => {
    const { library, make } = room()
    await make()
    const ours = await library.read(HELLO)
    const put = await library.put(HELLO, studioTone())
    expect(put).toMatchObject({ type: 'stored', isNew: false, recording: { origin: 'own', durationMs: 500 } })
    expect(await make()).toMatchObject({ ok: true, value: { replaced: 1, kept: 1 } })
    const own = await library.read(HELLO)
    expect(own?.recording).toEqual(put.type === 'stored' && put.recording)
    expect(await library.remove(HELLO)).toEqual({ type: 'removed', left: 'made' })
    expect((await library.read(HELLO))?.recording).toMatchObject({
      origin: 'made',
      sha256: ours?.recording.sha256,
    })
    expect(await library.remove(HELLO)).toEqual({ type: 'removed', left: 'made' })
  })

  it('keeps the hospital’s when ours can’t be spoken', async () => {
    const { library } = room()
    await library.put(HELLO, studioTone())
    vi.stubEnv('PATH', '/nowhere')
    expect(await library.remove(HELLO)).toMatchObject({ type: 'notMade', reason: /espeak-ng is missing/ })
    vi.unstubAllEnvs()
    expect((await library.read(HELLO))?.recording.origin).toBe('own')
  })

  it('forgets what only the hospital had', async () => {
    const { library, directory } = room()
    await library.put(OURS, studioTone())
    await library.put({ ...OURS, pace: 'slow' }, studioTone())
    expect(existsSync(join(directory, 'zh/slow/our-clinic.wav'))).toBe(true)
    expect(library.canBeMade(OURS)).toBe(false)
    expect(library.canBeMade(HELLO)).toBe(true)
    expect(await library.remove(OURS)).toEqual({ type: 'removed', left: 'gone' })
    expect(await library.remove(OURS)).toEqual({ type: 'unknown' })
    expect(await library.remove({ ...OURS, pace: 'slow' })).toEqual({ type: 'removed', left: 'gone' })
  })

  it('replaces only what its reader has seen, where the reader asks for that', async () => {
    const { library } = room()
    const put = await library.put(OURS, studioTone())
    const sha256 = put.type === 'stored' ? put.recording.sha256 : ''
    expect(await library.put(OURS, studioTone(600), '0'.repeat(64))).toEqual({ type: 'changed' })
    expect(await library.put(OURS, studioTone(600), sha256)).toMatchObject({ type: 'stored' })
    expect(await library.put({ ...OURS, name: 'new' }, studioTone(), sha256)).toEqual({ type: 'changed' })
  })

  it('leaves what was there when what comes is no recording, and no drafts', async () => {
    const { library, directory } = room()
    await library.put(OURS, studioTone())
    const before = readFileSync(join(directory, 'zh/our-clinic.wav'))
    expect(await library.put(OURS, Buffer.from('noise'))).toMatchObject({ type: 'invalid' })
    expect(readFileSync(join(directory, 'zh/our-clinic.wav'))).toEqual(before)
    expect(readdirSync(join(directory, 'zh'))).toEqual(['our-clinic.wav'])
  })

  it('says what the operating system says when nothing can be written', async () => {
    const { library, directory } = room()
    mkdirSync(directory)
    writeFileSync(join(directory, 'zh'), 'a file where the folder should be')
    expect(await library.put(OURS, studioTone())).toMatchObject({ type: 'unavailable' })
    expect(await library.list()).toHaveLength(2)
  })

  it('takes no name that leads elsewhere', async () => {
    const { library } = room()
    for (const name of ['../hello', 'a/b', 'slow/hello', '.hidden', 'hello.wav', 'Hello', ''])
      await expect(library.read({ ...HELLO, name })).rejects.toThrow('not a prompt')
  })

  it('a file of another size or day is measured anew', async () => {
    const { library, directory, make } = room()
    await make()
    await library.list()
    const file = join(directory, 'zh/hello.wav')
    chmodSync(file, 0o644)
    writeFileSync(file, readFileSync(file).subarray(0, 200))
    const zh = (await library.list()).find(({ language }) => language === 'zh')
    expect(zh?.standard).toMatchObject({ origin: 'own', byteLength: 200 })
  })
})

describe('names that flows may use', () => {
  it('are those of the texts, and what the hospital has recorded in each of the languages', async () => {
    const { library, directory, textsFile } = room()
    const names = (languages: ('zh' | 'en')[]) => {
      const read = readPromptNames(textsFile, { directory, languages })
      return read.ok ? [...read.value] : read.faults
    }
    expect(names(['zh', 'en'])).toEqual(['hello'])
    await library.put(OURS, studioTone())
    expect(names(['zh', 'en'])).toEqual(['hello'])
    expect(names(['zh'])).toEqual(['hello', 'our-clinic'])
    await library.put({ ...OURS, language: 'en' }, studioTone())
    expect(names(['zh', 'en'])).toEqual(['hello', 'our-clinic'])
  })
})
