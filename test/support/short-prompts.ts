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

/** The prompts that tests listen for; there is no room on the line for a tone of its own for every other. */
const LISTENED_FOR = [
  'fallback-notice',
  'goodbye',
  'help-needed',
  'invalid-choice',
  'main-menu',
  'no-input',
  'nobody-ready',
  'party-busy',
  'party-invalid-number',
  'party-no-answer',
  'party-unreachable',
  'queue-emergency',
  'queue-wait',
  'recording-notice',
  'system-busy',
  'transferring',
  'welcome',
]
/** Of all others, in either language. */
const OTHER_HZ = FIRST_HZ - 2 * STEP_HZ

const LANGUAGES = ['zh', 'en'] as const
export type PromptLanguage = (typeof LANGUAGES)[number]

/** Writes both languages of every prompt of `textsFile`, most with a tone of its own. */
export async function writeShortPrompts(directory: string, textsFile: string): Promise<void> {
  for (const language of LANGUAGES) {
    await mkdir(join(directory, language), { recursive: true })
    for (const name of namesIn(textsFile)) {
      const hertz = LISTENED_FOR.includes(name) ? toneOf(name, textsFile, language) : OTHER_HZ
      const tone = sine(hertz, 8_000, SAMPLES)
      await writeWav(join(directory, language, `${name}.wav`), tone)
    }
  }
}

/** The tone by which a prompt is known, in hertz. */
export function toneOf(name: string, textsFile: string, language: PromptLanguage = 'zh'): number {
  if (!namesIn(textsFile).includes(name)) throw new Error(`no prompt ${name}`)
  const index = LISTENED_FOR.indexOf(name)
  if (index < 0) throw new Error(`${name} has no tone of its own: add it to LISTENED_FOR`)
  return FIRST_HZ + (index * LANGUAGES.length + LANGUAGES.indexOf(language)) * STEP_HZ
}

const known = new Map<string, string[]>()

function namesIn(textsFile: string): string[] {
  const already = known.get(textsFile)
  if (already) return already
  const names = readPromptNames(textsFile)
  if (!names.ok) throw new Error(JSON.stringify(names.faults))
  const sorted = [...names.value].sort()
  known.set(textsFile, sorted)
  return sorted
}
