/** The hospital's own recordings in the place of ours, and back. */
import { assertNever } from '../../../domain/assert-never.ts'
import { json, type Problem, problem, type Reply } from '../reply.ts'
import { type Route, route } from '../route.ts'
import { nothing } from '../schemas/common.ts'
import { promptStored } from '../schemas/prompt.ts'
import { toWire } from '../wire.ts'
import { AUDIO_PATH, etagOf, paceQuery, promptParams, refOf, WAV } from './prompts.ts'

const MOST_BYTES = 10 * 1024 * 1024

const putPromptAudio = route({
  method: 'put',
  path: AUDIO_PATH,
  operationId: 'putPromptAudio',
  summary: 'Have callers hear a recording of the hospital’s',
  description:
    'In the place of ours, or under a name of its own for flows to use. It is stored as 8 kHz, mono, 16 bits; calls ' +
    'that are hearing the one before hear it to its end. `If-Match` with its `ETag` replaces only what you have read. ' +
    'A flow may use a new name once each of the site’s languages has a recording of it.',
  tag: 'prompts',
  scope: 'prompts:admin',
  params: promptParams,
  query: paceQuery,
  body: nothing,
  upload: {
    contentType: WAV,
    maxBytes: MOST_BYTES,
    description: 'A WAV file: PCM of 8, 16 or 24 bits, mono or stereo, 8 to 48 kHz, at most 5 minutes.',
  },
  success: {
    status: 200,
    orCreated: true,
    description: 'What callers hear from now on.',
    schema: promptStored,
    headers: { ETag: 'Of the recording as it is stored.' },
  },
  problems: [
    'prompt-unknown',
    'prompt-invalid',
    'prompts-full',
    'prompts-unwritable',
    'uploads-full',
    'version-changed',
  ],
  async handle({ params, query, header, bytes = NO_BYTES }, deps) {
    const match = header('if-match')?.trim()
    const sha256 = match === undefined ? undefined : (/^"([0-9a-f]{64})"$/.exec(match)?.[1] ?? 'none')
    const put = await deps.prompts.library.put(refOf(params, query), bytes, sha256)
    switch (put.type) {
      case 'stored':
        deps.prompts.changed()
        return json(put.isNew ? 201 : 200, toWire(put.recording), { ETag: etagOf(put.recording) })
      case 'invalid':
        return problem('prompt-invalid', { detail: `found ${put.found}, expected ${put.expected}` })
      case 'changed':
        return problem('version-changed')
      case 'tooMany':
        return problem('prompts-full')
      case 'full':
      case 'unavailable':
        return unwritable(put)
      default:
        return assertNever(put)
    }
  },
})

const NO_BYTES = new Uint8Array(0)

const removePromptAudio = route({
  method: 'delete',
  path: AUDIO_PATH,
  operationId: 'removePromptAudio',
  summary: 'Go back to our own prompt, or forget one that only the hospital had',
  description: 'What only the hospital has stays while a flow says it.',
  tag: 'prompts',
  scope: 'prompts:admin',
  params: promptParams,
  query: paceQuery,
  body: nothing,
  success: { status: 204, description: 'The hospital’s recording is gone.' },
  problems: ['prompt-unknown', 'prompt-in-use', 'prompt-not-made', 'prompts-unwritable', 'not-owner'],
  async handle({ params, query }, deps): Promise<Reply> {
    const prompt = refOf(params, query)
    if (!deps.prompts.library.canBeMade(prompt)) {
      const flows = await deps.prompts.usedBy(prompt.name)
      if (flows === undefined) return problem('not-owner')
      if (flows.length > 0) return problem('prompt-in-use', { detail: flows.slice(0, 20).join(', ') })
    }
    const removed = await deps.prompts.library.remove(prompt)
    switch (removed.type) {
      case 'removed':
        deps.prompts.changed()
        return { kind: 'text', status: 204, body: '', contentType: 'text/plain' }
      case 'unknown':
        return problem('prompt-unknown')
      case 'notMade':
        deps.log.error({ reason: removed.reason }, 'a prompt of ours could not be spoken again')
        return problem('prompt-not-made')
      case 'full':
      case 'unavailable':
        return unwritable(removed)
      default:
        return assertNever(removed)
    }
  },
})

export const promptChanges: readonly Route[] = [putPromptAudio, removePromptAudio]

function unwritable(
  why: { readonly type: 'full' } | { readonly type: 'unavailable'; readonly reason: string },
): Problem {
  return problem('prompts-unwritable', { detail: why.type === 'full' ? 'the disk is full' : why.reason })
}
