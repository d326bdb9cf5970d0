/** What would be heard, in words: a prompt's text as `prompts.yaml` has it, a flow's own text with its data. */
import { readPromptTexts } from '../../../src/adapters/prompts/prompt-texts.ts'
import type { PromptRef } from '../../../src/domain/site/commands.ts'
import { fillText } from '../../../src/lib/template.ts'

export type Words = (prompt: PromptRef, data: ReadonlyMap<string, string>) => string

/** `textsFile`: where the texts of prompts are; a prompt without one is shown by its name. */
export function wordsBy(textsFile: string | undefined): Words {
  const read = textsFile === undefined ? undefined : readPromptTexts(textsFile, ['zh', 'en'])
  const texts = new Map(
    (read?.ok ? read.value : []).map(({ language, name, written }) => [`${language}/${name}`, written]),
  )
  return (prompt, data) => {
    const saidOf = (name: string) => {
      const value = data.get(name)
      return value === undefined ? undefined : String(JSON.parse(value))
    }
    switch (prompt.kind) {
      case 'prompt':
        return texts.get(`${prompt.language}/${prompt.name}`) ?? `[${prompt.name}]`
      case 'text':
        return fillText(prompt.text, saidOf)
      case 'digits':
        return [...(saidOf(prompt.data) ?? '')].join(' ')
      case 'dataText':
        return saidOf(prompt.data) ?? ''
      case 'number':
        return String(prompt.number)
    }
  }
}
