/** What is heard, as orders name it: in the caller's language and at the caller's pace. */
import { assertNever } from '../../assert-never.ts'
import type { Language, Pace, Speech } from '../../ivr/flow.ts'
import { overlayFor } from '../../plan/of-call.ts'
import type { Overlay } from '../../plan/overlay.ts'
import type { PromptRef } from '../../site/commands.ts'
import { profileOf, type Walk } from './walk.ts'

/** What a step says, and numbers that only the moment knows. */
export type Said = Speech | { readonly number: number }

/** A caller without a language of his or her own hears everything in each of the flow's, one after the other. */
export function spoken(walk: Walk, speeches: readonly Said[]): PromptRef[] {
  const { pace } = profileOf(walk)
  const { prompts } = overlayFor(walk.state, walk.call)
  return languagesOf(walk).flatMap((language, index) =>
    speeches.flatMap((speech) => refs(speech, language, pace, index === 0, prompts)),
  )
}

/** Empty only in a flow without a language, which the loader refuses. */
export function languagesOf({ flow, language }: Walk): readonly Language[] {
  return language !== undefined && flow.languages.includes(language) ? [language] : flow.languages
}

function refs(
  speech: Said,
  language: Language,
  pace: Pace,
  isFirst: boolean,
  planned: Overlay['prompts'],
): PromptRef[] {
  if (typeof speech === 'string') {
    const others = planned.get(speech)
    if (!others) return [{ kind: 'prompt', name: speech, language, pace }]
    return others.map((name) => ({ kind: 'prompt', name, language, pace, instead: speech }))
  }
  if ('say' in speech) {
    const text = speech.say[language]
    return text === undefined ? [] : [{ kind: 'text', text, language, pace }]
  }
  if ('number' in speech) return [{ kind: 'number', number: speech.number, language, pace }]
  if ('digits' in speech) return [{ kind: 'digits', data: speech.digits, language, pace }]
  // A text has one language, whichever that is: said twice it would be no other.
  if ('dataText' in speech) {
    return isFirst ? [{ kind: 'dataText', data: speech.dataText, language, pace }] : []
  }
  return assertNever(speech)
}
