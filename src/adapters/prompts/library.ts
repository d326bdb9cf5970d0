/**
 * The prompts' files, as the API shows and replaces them. Which are ours says the manifest; everything else is the
 * hospital's, and only the hospital replaces or removes it.
 *
 *     <directory>/<language>/<name>.wav        <directory>/<language>/slow/<name>.wav
 */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Language } from '../../domain/ivr/flow.ts'
import type { Log } from '../../lib/log.ts'
import { createTurnstile } from '../../lib/turnstile.ts'
import {
  PROMPT_NAME,
  type PromptLibrary,
  type PromptRecording,
  type PromptRef,
  type PromptUnwritable,
  type PromptView,
} from '../../runtime/prompts.ts'
import { type Converter, createConverter } from './converter.ts'
import { speakPrompt } from './make-prompts.ts'
import { hashOf, Manifest } from './manifest.ts'
import { type PromptText, promptNameOf, readPromptTexts } from './prompt-texts.ts'
import { durationMsOf } from './synthesis.ts'
import { writeWhole } from './write-whole.ts'

export interface PromptLibraryOptions {
  readonly textsFile: string
  readonly directory: string
  /** Languages in which ours are made. */
  readonly languages: readonly Language[]
  readonly log: Log
  readonly convert?: Converter
}

/** Files in all, of which the texts' take a few hundred. */
const MOST_FILES = 2_000
const LANGUAGES: readonly Language[] = ['zh', 'en']

export function createPromptLibrary(options: PromptLibraryOptions): PromptLibrary {
  const { directory, convert = createConverter() } = options
  const texts = lazily(() => textsOf(options))
  const known = new Map<string, { readonly stamp: string; readonly recording: PromptRecording }>()
  // Two writers of one prompt would each judge what the other is just replacing.
  const writing = createTurnstile(1)
  const textOf = ({ language, name }: Pick<PromptRef, 'language' | 'name'>) =>
    texts().find((text) => text.language === language && text.name === name)

  function fileOf({ language, name, pace }: PromptRef): string {
    if (!PROMPT_NAME.test(name) || !LANGUAGES.includes(language)) throw new RangeError('not a prompt')
    return join(directory, language, ...(pace === 'slow' ? ['slow'] : []), `${name}.wav`)
  }

  async function recordingOf(prompt: PromptRef, manifest: Manifest): Promise<PromptRecording | null> {
    const file = fileOf(prompt)
    const found = await present(stat(file, { bigint: true }))
    if (!found?.isFile()) return null
    const stamp = `${found.ino} ${found.size} ${found.mtimeNs}`
    const seen = known.get(file)
    const { durationMs, sha256 } = seen?.stamp === stamp ? seen.recording : measured(await readFile(file))
    const origin = manifest.isOurs(keyOf(prompt), sha256) ? 'made' : 'own'
    const changedAt = Math.floor(Number(found.mtimeNs) / 1e6)
    const recording = { origin, durationMs, byteLength: Number(found.size), sha256, changedAt } as const
    if (known.size >= MOST_FILES) known.clear()
    known.set(file, { stamp, recording })
    return recording
  }

  async function names(): Promise<Map<string, PromptRef>> {
    const all = new Map<string, PromptRef>()
    const add = (language: Language, name: string) =>
      all.set(`${language}/${name}`, { language, name, pace: 'standard' })
    for (const { language, name } of texts()) add(language, name)
    for (const language of LANGUAGES) {
      for (const folder of [join(directory, language), join(directory, language, 'slow')]) {
        const files = ((await present(readdir(folder))) ?? []).slice(0, MOST_FILES)
        for (const name of files.flatMap((file) => promptNameOf(file) ?? [])) add(language, name)
      }
    }
    return all
  }

  const manifestNow = async () => (await Manifest.open(join(directory, 'manifest.json'))).manifest

  return {
    async list() {
      const manifest = await manifestNow()
      const prompts = [...(await names())].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, prompt]) => prompt)
      const views: PromptView[] = []
      for (const prompt of prompts) {
        const { language, name } = prompt
        views.push({
          language,
          name,
          text: textOf(prompt)?.written ?? null,
          standard: await recordingOf(prompt, manifest),
          slow: await recordingOf({ ...prompt, pace: 'slow' }, manifest),
        })
      }
      return views
    },

    async read(prompt) {
      const recording = await recordingOf(prompt, await manifestNow())
      const wav = recording && (await present(readFile(fileOf(prompt))))
      return wav && recording && hashOf(wav) === recording.sha256 ? { wav, recording } : undefined
    },

    async put(prompt, given, ifSha256) {
      const converted = await convert(given)
      if (converted.type === 'invalid') return converted
      return writing.pass(async () => {
        const file = fileOf(prompt)
        const before = await recordingOf(prompt, await manifestNow())
        if (ifSha256 !== undefined && before?.sha256 !== ifSha256) return { type: 'changed' }
        if (!before && (await names()).size >= MOST_FILES) return { type: 'tooMany' }
        const unwritable = await unwritten(async () => {
          await mkdir(dirname(file), { recursive: true, mode: 0o755 })
          await writeWhole(file, converted.wav)
        })
        if (unwritable) return unwritable
        const recording = await recordingOf(prompt, await manifestNow())
        if (!recording) return { type: 'unavailable', reason: 'ENOENT' }
        return { type: 'stored', recording, isNew: before === null }
      })
    },

    canBeMade: (prompt) => prompt.pace === 'slow' || textOf(prompt) !== undefined,

    remove: (prompt) =>
      writing.pass(async () => {
        const manifest = await manifestNow()
        const before = await recordingOf(prompt, manifest)
        const text = prompt.pace === 'standard' ? textOf(prompt) : undefined
        if (!before && !text) return { type: 'unknown' }
        if (before?.origin === 'made') return { type: 'removed', left: 'made' }
        if (!text) {
          const unwritable = await unwritten(() => rm(fileOf(prompt), { force: true }))
          return unwritable ?? { type: 'removed', left: 'gone' }
        }
        let fault: Awaited<ReturnType<typeof speakPrompt>>
        const unwritable = await unwritten(async () => {
          fault = await speakPrompt(text, manifest, options)
        })
        if (unwritable) return unwritable
        return fault ? { type: 'notMade', reason: fault.message } : { type: 'removed', left: 'made' }
      }),
  }
}

/** Of a file that has been read at the start, so that it has no faults, unless somebody is just writing it. */
function textsOf({ textsFile, languages, log }: PromptLibraryOptions): readonly PromptText[] {
  const read = readPromptTexts(textsFile, languages)
  if (read.ok) return read.value
  log.warn({ faults: read.faults }, 'the texts of the prompts can’t be read: none is known')
  return []
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** As the manifest names it. */
function keyOf({ language, name, pace }: PromptRef): string {
  return pace === 'slow' ? `${language}/slow/${name}` : `${language}/${name}`
}

function measured(wav: Uint8Array): Pick<PromptRecording, 'durationMs' | 'sha256'> {
  return { durationMs: durationMsOf(wav), sha256: hashOf(wav) }
}

/** Undefined: it isn't there. */
async function present<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

/** Undefined when it is written; what the operating system said otherwise. Passes on what it didn't say: a bug. */
async function unwritten(write: () => Promise<unknown>): Promise<PromptUnwritable | undefined> {
  try {
    await write()
    return undefined
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (code === undefined || syscall === undefined) throw error
    return code === 'ENOSPC' || code === 'EDQUOT' ? { type: 'full' } : { type: 'unavailable', reason: code }
  }
}
