/** What may be heard: prompts by name, texts, data digit by digit, data that is a text. */
import { z } from 'zod'
import { dataName, promptName } from './parts.ts'

/** In UTF-16 units: about two minutes of speech. */
export const MAX_TEXT = 500

const text = z.string().min(1).max(MAX_TEXT)
/** One text for each language. */
export const texts = z
  .strictObject({ zh: text.optional(), en: text.optional() })
  .refine((by) => by.zh !== undefined || by.en !== undefined, 'a text in one language at least')

export const speech = z.union([
  promptName,
  z.strictObject({ say: texts }),
  z.strictObject({ digits: dataName }),
  z.strictObject({ dataText: dataName }),
])

export const speeches = z.array(speech).max(20)
export const spoken = speeches.min(1)
