/**
 * Prompts of a quarter of a second, a tone each, put where a hospital puts its own recordings: tests don't wait for
 * speech, and can tell by the tone which prompt was heard and in which language.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readPromptNames } from '../../src/adapters/prompts/prompt-texts.ts'
import { sine } from './audio/tone.ts'
import { writeWav } from './audio/wav.ts'

const SAMPLES = 1_920
const FIRST_HZ = 1_100
/** Tones are told apart from 50 Hz on; two languages of twenty prompts stay below 3,400 Hz, where telephony ends. */
const STEP_HZ = 55

const LANGUAGES = ['zh', 'en'] as const
export type PromptLanguage = (typeof LANGUAGES)[number]

/** Writes both languages of every prompt of `textsFile`, each with a tone of its own. */
export async function writeShortPrompts(directory: string, textsFile: string): Promise<void> {
  for (const language of LANGUAGES) {
    await mkdir(join(directory, language), { recursive: true })
    for (const name of namesIn(textsFile)) {
      const tone = sine(toneOf(name, textsFile, language), 8_000, SAMPLES)
      await writeWav(join(directory, language, `${name}.wav`), tone)
    }
  }
}

/** The tone by which a prompt is known, in hertz. */
export function toneOf(name: string, textsFile: string, language: PromptLanguage = 'zh'): number {
  const index = namesIn(textsFile).indexOf(name)
  if (index < 0) throw new Error(`no prompt ${name}`)
  return FIRST_HZ + (index * LANGUAGES.length + LANGUAGES.indexOf(language)) * STEP_HZ
}

function namesIn(textsFile: string): string[] {
  const names = readPromptNames(textsFile)
  if (!names.ok) throw new Error(JSON.stringify(names.faults))
  return [...names.value].sort()
}
