/**
 * Prompts of a third of a second, a tone each, put where a hospital puts its own recordings: tests don't wait for
 * speech, and can tell by the tone which prompt was heard.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readPromptNames } from '../../src/adapters/prompts/prompt-texts.ts'
import { sine } from './audio/tone.ts'
import { writeWav } from './audio/wav.ts'

const SAMPLES = 2_560
const FIRST_HZ = 1_100
const STEP_HZ = 90

/** Writes both languages of every prompt of `textsFile`; Chinese with the tone, English silent. */
export async function writeShortPrompts(directory: string, textsFile: string): Promise<void> {
  const names = readPromptNames(textsFile)
  if (!names.ok) throw new Error(JSON.stringify(names.faults))
  const all = [...names.value].sort()
  for (const language of ['zh', 'en']) await mkdir(join(directory, language), { recursive: true })
  for (const [index, name] of all.entries()) {
    await writeWav(join(directory, 'zh', `${name}.wav`), sine(FIRST_HZ + index * STEP_HZ, 8_000, SAMPLES))
    await writeWav(join(directory, 'en', `${name}.wav`), new Int16Array(SAMPLES / 4))
  }
}

/** The tone by which a prompt is known. */
export function toneOf(name: string, textsFile: string): number {
  const names = readPromptNames(textsFile)
  const index = names.ok ? [...names.value].sort().indexOf(name) : -1
  if (index < 0) throw new Error(`no prompt ${name}`)
  return FIRST_HZ + index * STEP_HZ
}
