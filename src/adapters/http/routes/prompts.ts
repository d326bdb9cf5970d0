/** Which prompts there are, and what is heard. */
import { z } from 'zod'
import type { PromptRecording, PromptRef, PromptView } from '../../../runtime/prompts.ts'
import { wantedRange } from '../byte-range.ts'
import { DEFAULT_LIMIT, pageOfItems, pageQuery } from '../page.ts'
import { problem } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { language, languageParam, pace, promptNameParam, promptPage } from '../schemas/prompt.ts'
import { toWire } from '../wire.ts'

export const AUDIO_PATH = '/v1/prompts/{language}/{name}/audio'
export const WAV = 'audio/wav'
export const promptParams = { language: languageParam, name: promptNameParam }
export const paceQuery = z.strictObject({
  pace: pace.optional().meta({ description: 'The standard one unless told.' }),
})

const listPrompts = route({
  method: 'get',
  path: '/v1/prompts',
  operationId: 'listPrompts',
  summary: 'Prompts, by language and name',
  description: 'All that our texts name, whether made or missing, and all that the hospital has put there.',
  tag: 'prompts',
  scope: 'prompts:read',
  params: {},
  query: z.strictObject({
    language: language.optional(),
    origin: z.enum(['made', 'own', 'missing']).optional().meta({ description: 'Of the standard pace.' }),
    ...pageQuery,
  }),
  body: nothing,
  success: {
    status: 200,
    description: 'One page.',
    schema: promptPage,
    headers: { Link: 'The next page, `rel="next"` (RFC 8288); absent on the last.' },
  },
  problems: ['prompts-unreadable'],
  async handle({ query: { limit = DEFAULT_LIMIT, cursor, ...filters } }, deps) {
    const all = await readable(deps.prompts.library.list())
    if (!all.ok) return all.problem
    const found = all.value
      .filter((view) => holds(view, filters))
      .map((view) => ({ orderAt: 0, id: `${view.language}/${view.name}`, view }))
      .filter(({ id }) => cursor === undefined || id > cursor.id)
    return pageOfItems(found.slice(0, limit + 1), { path: '/v1/prompts', limit, filters }, ({ view }) =>
      toWire(view),
    )
  },
})

interface Filters {
  readonly language?: string | undefined
  readonly origin?: string | undefined
}

function holds(view: PromptView, { language, origin }: Filters): boolean {
  return (
    (language === undefined || view.language === language) &&
    (origin === undefined || (view.standard?.origin ?? 'missing') === origin)
  )
}

const readPromptAudio = route({
  method: 'get',
  path: AUDIO_PATH,
  operationId: 'readPromptAudio',
  summary: 'What callers hear',
  description: 'WAV, 8 kHz, mono, 16 bits. `Range` is served, one range at a time.',
  tag: 'prompts',
  scope: 'prompts:read',
  params: promptParams,
  query: paceQuery,
  body: nothing,
  success: {
    status: 200,
    description: 'The sound; 206 with a part of it where a range was asked for.',
    contentType: WAV,
    headers: {
      'Accept-Ranges': '`bytes`.',
      'Content-Range': 'With 206 and 416 (RFC 9110, section 14.4).',
      ETag: 'Of this recording: for `If-Range`, and for `If-Match` when you replace it.',
    },
  },
  problems: ['prompt-unknown', 'prompts-unreadable', 'range-not-satisfiable'],
  async handle({ params, query, header }, deps) {
    const read = await readable(deps.prompts.library.read(refOf(params, query)))
    if (!read.ok) return read.problem
    if (!read.value) return problem('prompt-unknown')
    const { wav, recording } = read.value
    const etag = etagOf(recording)
    const wanted = wantedRange(header('range'), wav.length, (header('if-range') ?? etag) === etag)
    if (wanted.type === 'unsatisfiable')
      return problem('range-not-satisfiable', { headers: { 'Content-Range': `bytes */${wav.length}` } })
    const { from, to } = wanted.type === 'part' ? wanted : { from: 0, to: wav.length }
    return {
      kind: 'stream',
      status: wanted.type === 'part' ? 206 : 200,
      contentType: WAV,
      byteLength: to - from,
      headers: {
        'Accept-Ranges': 'bytes',
        ETag: etag,
        ...(wanted.type === 'part' && { 'Content-Range': `bytes ${from}-${to - 1}/${wav.length}` }),
      },
      body: once(wav.subarray(from, to)),
    }
  },
})

export const promptReads: readonly Route[] = [listPrompts, readPromptAudio]

export function refOf(
  params: Pick<PromptRef, 'language' | 'name'>,
  query: { readonly pace?: PromptRef['pace'] | undefined },
): PromptRef {
  return { language: params.language, name: params.name, pace: query.pace ?? 'standard' }
}

export function etagOf({ sha256 }: PromptRecording): string {
  return `"${sha256}"`
}

/** What the disk says against reading is the operator's to mend, and the client's to try again. */
async function readable<T>(reading: Promise<T>) {
  try {
    return { ok: true, value: await reading } as const
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    return { ok: false, problem: problem('prompts-unreadable') } as const
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
