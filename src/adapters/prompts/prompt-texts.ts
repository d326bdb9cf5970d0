/** Reads the file of prompt texts: name → what is said in each language. */
import { z } from 'zod'
import type { Language } from '../../domain/ivr/flow.ts'
import { type Checked, type Fault, pathText } from '../../lib/fault.ts'
import { readYaml } from '../../lib/yaml-source.ts'
import { validate } from '../../lib/yaml-validate.ts'
import { type Spoken, toPinyin } from './pinyin.ts'

export interface PromptText {
  readonly name: string
  readonly language: Language
  /** What the synthesiser is given. */
  readonly spoken: string
}

const PROMPT = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const phrase = z.string().trim().min(1).max(1000)
const textsSchema = z
  .record(
    z.string().regex(PROMPT, 'a prompt name (lower-case letters, digits, single hyphens)').max(60),
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
      const spoken = language === 'zh' ? toPinyin(phrases.zh) : toEnglish(phrases.en)
      const path = [name, language]
      if (spoken.ok) texts.push({ name, language, spoken: spoken.text })
      else faults.push({ place: source.placeOf(path), path: pathText(path), message: spoken.reason })
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: texts }
}

/** The names alone: what flows may refer to. */
export function readPromptNames(file: string): Checked<ReadonlySet<string>> {
  const read = readYaml(file)
  if (!read.ok) return read
  const shape = validate(read.value.value, textsSchema, read.value)
  return shape.ok ? { ok: true, value: new Set(Object.keys(shape.value)) } : shape
}

/** Digits are read one by one; characters that the English voice can't read are refused. */
function toEnglish(text: string): Spoken {
  const strange = /[^\p{Script=Latin}\p{Nd}\p{P}\s]/u.exec(text)
  if (strange) return { ok: false, reason: `${JSON.stringify(strange[0])} can't be read by an English voice` }
  return { ok: true, text: text.replace(/\s+/g, ' ').replace(/([0-9])(?=[0-9])/g, '$1 ') }
}
