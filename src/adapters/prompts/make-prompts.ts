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
import type { Language } from '../../domain/ivr/flow.ts'
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
  const { directory, log, languages = ['zh', 'en'] } = options
  const texts = readPromptTexts(options.textsFile, languages)
  if (!texts.ok) return texts
  try {
    for (const language of languages) await mkdir(join(directory, language), { recursive: true, mode: 0o755 })
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
  const folder = join(options.directory, text.language)
  const file = join(folder, `${text.name}.wav`)
  const key = `${text.language}/${text.name}`
  const present = await contentOf(file)
  if (present !== undefined) {
    const verdict = manifest.judge(key, textHashOf(text), hashOf(present))
    if (verdict === 'ours') return 'kept'
    if (verdict === 'foreign') {
      if (!isLineWav(present))
        options.log.warn({ prompt: key }, 'replaced prompt is not 8 kHz mono 16-bit WAV')
      return 'replaced'
    }
  }
  return (await speakPrompt(text, manifest, options)) ?? 'made'
}

/** Speaks a text into its file, whatever was there. Undefined when it is done, else why it isn't. */
export async function speakPrompt(
  text: PromptText,
  manifest: Manifest,
  options: Pick<MakePromptsOptions, 'directory' | 'textsFile' | 'log'>,
): Promise<Fault | undefined> {
  const folder = join(options.directory, text.language)
  const file = join(folder, `${text.name}.wav`)
  const key = `${text.language}/${text.name}`
  const spoken = await synthesise(text.language, text.spoken)
  if (!spoken.ok)
    return { place: options.textsFile, path: `${text.name}.${text.language}`, message: spoken.reason }
  await manifest.announce(key, textHashOf(text), hashOf(spoken.wav))
  await writeWhole(file, spoken.wav)
  options.log.debug({ prompt: key, bytes: spoken.wav.length }, 'prompt made')
  return undefined
}

function textHashOf({ language, spoken }: PromptText): string {
  return hashOf(JSON.stringify([RECIPE, language, spoken]))
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
