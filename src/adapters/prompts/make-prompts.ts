/**
 * Makes the audio files of all prompts that have none yet.
 *
 *     no file ──────────────▶ made
 *     ours, same text ──────▶ kept
 *     ours, other text ─────▶ made anew
 *     not ours ─────────────▶ left alone: the hospital has put its own recording there
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language, Pace } from '../../domain/ivr/flow.ts'
import type { Checked, Fault } from '../../lib/fault.ts'
import type { Log } from '../../lib/log.ts'
import { hashOf, Manifest } from './manifest.ts'
import { type PromptText, readPromptTexts } from './prompt-texts.ts'
import { synthesise, wavFormat } from './synthesis.ts'
import { RECIPE } from './synthesis-recipe.ts'
import { writeWhole } from './write-whole.ts'

export interface MakePromptsOptions {
  readonly textsFile: string
  /** Files become `<directory>/<language>/<name>.wav`. */
  readonly directory: string
  readonly languages?: readonly Language[]
  /** `slow`: files become `<directory>/<language>/slow/<name>.wav`. */
  readonly pace?: Pace
  /** No further prompt is begun once it is aborted. */
  readonly signal?: AbortSignal
  readonly log: Log
  /** Called after each prompt. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface PromptReport {
  readonly made: number
  readonly kept: number
  /** Files that the hospital has put in the place of ours. */
  readonly replaced: number
}

type Result = keyof PromptReport | Fault

/** Half of the time is spent in espeak-ng, half in our resampling: two at a time keep both busy. */
const AT_ONCE = 2

/**
 * Faults: the texts (with file and line), a directory that can't be written, espeak-ng missing or failing. What could
 * be made is there all the same, and the next run goes on from it.
 */
export async function makePrompts(options: MakePromptsOptions): Promise<Checked<PromptReport>> {
  const { directory, log, languages = ['zh', 'en'], pace = 'standard' } = options
  const texts = readPromptTexts(options.textsFile, languages)
  if (!texts.ok) return texts
  try {
    for (const language of languages)
      await mkdir(join(directory, folderOf(language, pace)), { recursive: true, mode: 0o755 })
    const { manifest, damaged } = await Manifest.open(join(directory, 'manifest.json'))
    if (damaged) log.warn({ directory }, 'prompt manifest not readable: existing prompts count as replaced')
    return await makeAll(texts.value, manifest, options)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined) throw error
    return failed([{ place: directory, path: '', message: `prompts can't be written here (${code})` }])
  }
}

async function makeAll(
  texts: readonly PromptText[],
  manifest: Manifest,
  options: MakePromptsOptions,
): Promise<Checked<PromptReport>> {
  const report = { made: 0, kept: 0, replaced: 0 }
  const faults = new Map<number, Fault>()
  const ahead = [...texts.entries()]
  let done = 0
  const work = async () => {
    // The first failure of the synthesiser is most probably everybody's: no use in starting fifty more.
    for (let next = ahead.shift(); next !== undefined && faults.size === 0; next = ahead.shift()) {
      if (options.signal?.aborted === true) return
      const [index, text] = next
      const result = await makeOne(text, manifest, options)
      if (typeof result === 'string') report[result] += 1
      else faults.set(index, result)
      done += 1
      options.onProgress?.(done, texts.length)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  // In the order of the texts, whichever failed first.
  const inOrder = [...faults].sort(([a], [b]) => a - b).map(([, fault]) => fault)
  return inOrder.length > 0 ? failed(inOrder) : { ok: true, value: report }
}

async function makeOne(text: PromptText, manifest: Manifest, options: MakePromptsOptions): Promise<Result> {
  const { directory, pace = 'standard' } = options
  // Two voices in one call would be worse than a quick one.
  if (pace === 'slow' && (await standingOf(text, manifest, directory, 'standard')).state !== 'ours')
    return 'replaced'
  const { state, present } = await standingOf(text, manifest, directory, pace)
  if (state === 'ours') return 'kept'
  if (state === 'foreign' && present) {
    if (!isLineWav(present))
      options.log.warn({ prompt: keyOf(text, pace) }, 'replaced prompt is not 8 kHz mono 16-bit WAV')
    return 'replaced'
  }
  return (await speakPrompt(text, manifest, options)) ?? 'made'
}

async function standingOf(
  text: PromptText,
  manifest: Manifest,
  directory: string,
  pace: Pace,
): Promise<{ readonly state: 'absent' | 'ours' | 'stale' | 'foreign'; readonly present?: Uint8Array }> {
  const present = await contentOf(fileOf(directory, text, pace))
  if (present === undefined) return { state: 'absent' }
  return { state: manifest.judge(keyOf(text, pace), textHashOf(text, pace), hashOf(present)), present }
}

/** Speaks a text into its file, whatever was there. Undefined when it is done, else why it isn't. */
export async function speakPrompt(
  text: PromptText,
  manifest: Manifest,
  options: Pick<MakePromptsOptions, 'directory' | 'textsFile' | 'log' | 'pace'>,
): Promise<Fault | undefined> {
  const { directory, pace = 'standard' } = options
  const key = keyOf(text, pace)
  const spoken = await synthesise(text.language, text.spoken, pace)
  if (!spoken.ok)
    return { place: options.textsFile, path: `${text.name}.${text.language}`, message: spoken.reason }
  await manifest.announce(key, textHashOf(text, pace), hashOf(spoken.wav))
  await writeWhole(fileOf(directory, text, pace), spoken.wav)
  options.log.debug({ prompt: key, bytes: spoken.wav.length }, 'prompt made')
  return undefined
}

function folderOf(language: Language, pace: Pace): string {
  return pace === 'slow' ? join(language, 'slow') : language
}

function fileOf(directory: string, { language, name }: PromptText, pace: Pace): string {
  return join(directory, folderOf(language, pace), `${name}.wav`)
}

function keyOf({ language, name }: PromptText, pace: Pace): string {
  return `${folderOf(language, pace)}/${name}`
}

function textHashOf({ language, spoken }: PromptText, pace: Pace): string {
  return hashOf(JSON.stringify([RECIPE, language, spoken, ...(pace === 'slow' ? [pace] : [])]))
}

async function contentOf(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function isLineWav(bytes: Uint8Array): boolean {
  const format = wavFormat(bytes)
  return format?.channels === 1 && format.rate === 8000 && format.bits === '16'
}

function failed(faults: readonly Fault[]): Checked<never> {
  return { ok: false, faults }
}
