/** Prompts as clients see them. */
import { z } from 'zod'
import type { Language } from '../../../domain/ivr/flow.ts'
import { PROMPT_NAME, type PromptRecording, type PromptView } from '../../../runtime/prompts.ts'
import type { PathParam } from '../route.ts'
import { moment, orNull, pageOf } from './common.ts'

export const language = z.enum(['zh', 'en'])
export const pace = z.enum(['standard', 'slow'])

const name = z.string().meta({
  description: 'Lower-case letters, digits, single hyphens; at most 60.',
  examples: ['welcome'],
  pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
})

export const languageParam: PathParam<Language> = {
  parse: (text) =>
    text === 'zh' || text === 'en' ? { ok: true, id: text } : { ok: false, expected: 'zh or en' },
  schema: language,
  unknown: 'prompt-unknown',
}
export const promptNameParam: PathParam<string> = {
  parse: (text) =>
    PROMPT_NAME.test(text)
      ? { ok: true, id: text }
      : { ok: false, expected: 'lower-case letters, digits and single hyphens, at most 60' },
  schema: name,
  unknown: 'prompt-unknown',
}

const recording = z
  .strictObject({
    origin: z.enum(['made', 'own']).meta({
      description: '`made`: spoken by our synthesiser; `own`: the hospital’s, which we never overwrite.',
    }),
    durationMs: z.int().meta({ examples: [2350] }),
    byteLength: z.int().meta({ examples: [37_644] }),
    sha256: z.string().meta({
      description: 'Of the file; also its `ETag`.',
      examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    }),
    changedAt: moment,
  } satisfies Record<keyof PromptRecording, z.ZodType>)
  .meta({ id: 'PromptRecording' })

export const prompt = z
  .strictObject({
    language,
    name,
    text: z
      .string()
      .nullable()
      .meta({
        description: 'What ours says. Null: only the hospital has this prompt.',
        examples: ['您好，欢迎致电。'],
      }),
    standard: orNull(recording).meta({ description: 'Null: it is missing, and callers hear nothing.' }),
    slow: orNull(recording).meta({
      description: 'For callers who want it slow. Null: they hear the standard one.',
    }),
  } satisfies Record<keyof PromptView, z.ZodType>)
  .meta({ id: 'Prompt' })
export const promptPage = pageOf('PromptPage', prompt)
export const promptStored = recording
