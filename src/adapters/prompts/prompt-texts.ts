/** Reads the file of prompt texts: name → what is said in each language. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Language } from '../../domain/ivr/flow.ts'
import { type Checked, type Fault, pathText } from '../../lib/fault.ts'
import { readYaml } from '../../lib/yaml-source.ts'
import { validate } from '../../lib/yaml-validate.ts'
import { PROMPT_NAME } from '../../runtime/prompts.ts'
import { type Spoken, toPinyin } from './pinyin.ts'
import { isTone } from './tone.ts'

export interface PromptText {
  readonly name: string
  readonly language: Language
  /** As a person has written it. */
  readonly written: string
  /** What the synthesiser is given. */
  readonly spoken: string
}

const phrase = z.string().trim().min(1).max(1000)
const textsSchema = z
  .record(
    z.string().regex(PROMPT_NAME, 'a prompt name (lower-case letters, digits, single hyphens)'),
    z.strictObject({ zh: phrase, en: phrase }),
  )
  .refine((all) => Object.keys(all).length <= 500, 'at most 500 prompts')

/** All texts in the given languages. Faults: the file's form, and texts that a voice can't speak. */
export function readPromptTexts(
  file: string,
  languages: readonly Language[],
): Checked<readonly PromptText[]> {
  const read = readYaml(file)
  if (!read.ok) return read
  const source = read.value
  const shape = validate(source.value, textsSchema, source)
  if (!shape.ok) return shape
  const faults: Fault[] = []
  const texts: PromptText[] = []
  for (const [name, phrases] of Object.entries(shape.value)) {
    for (const language of languages) {
      const spoken = spokenOf(language, phrases[language])
      const path = [name, language]
      if (spoken.ok) texts.push({ name, language, written: phrases[language], spoken: spoken.text })
      else faults.push({ place: source.placeOf(path), path: pathText(path), message: spoken.reason })
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: texts }
}

/**
 * The names alone: what flows may refer to. With `recorded`, also those that only the hospital has, by its own
 * recording in each of the languages.
 */
export function readPromptNames(
  file: string,
  recorded?: { readonly directory: string; readonly languages: readonly Language[] },
): Checked<ReadonlySet<string>> {
  const read = readYaml(file)
  if (!read.ok) return read
  const shape = validate(read.value.value, textsSchema, read.value)
  if (!shape.ok) return shape
  const own = recorded ? recordedNames(recorded.directory, recorded.languages) : []
  return { ok: true, value: new Set([...Object.keys(shape.value), ...own]) }
}

/** Prompts with a file in each of the languages. A directory that isn't there holds none. */
function recordedNames(directory: string, languages: readonly Language[]): string[] {
  const [first = [], ...others] = languages.map((language) => namesIn(join(directory, language)))
  return first.filter((name) => others.every((names) => names.includes(name)))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((file) => promptNameOf(file) ?? [])
  } catch {
    return []
  }
}

/** The prompt that a file of this name is; undefined when it is none. */
export function promptNameOf(fileName: string): string | undefined {
  const name = fileName.endsWith('.wav') ? fileName.slice(0, -'.wav'.length) : ''
  return PROMPT_NAME.test(name) ? name : undefined
}

function spokenOf(language: Language, text: string): Spoken {
  if (isTone(text)) return { ok: true, text }
  return language === 'zh' ? toPinyin(text) : toEnglish(text)
}

/** Digits are read one by one; characters that the English voice can't read are refused. */
function toEnglish(text: string): Spoken {
  const strange = /[^\p{Script=Latin}\p{Nd}\p{P}\s]/u.exec(text)
  if (strange) return { ok: false, reason: `${JSON.stringify(strange[0])} can't be read by an English voice` }
  return { ok: true, text: text.replace(/\s+/g, ' ').replace(/([0-9])(?=[0-9])/g, '$1 ') }
}
