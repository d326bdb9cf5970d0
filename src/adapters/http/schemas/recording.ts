/** Recordings as clients see them. */
import { z } from 'zod'
import { TAKE_ENDED_WHY, TAKE_WHY } from '../../../domain/recording/facts.ts'
import { RECORDING_PURPOSES } from '../../../domain/recording/recording.ts'
import type { RecordingView, TakeView } from '../../../domain/recording/view.ts'
import { moment, pageOf, siteId } from './common.ts'
import { agentId, callId, queueId, recordingId } from './ids.ts'

const STATES: Readonly<Record<RecordingView['state'], string>> = {
  recording: 'the call lives, and is recorded or may be',
  sealing: 'the call has ended, not all of it is stored yet',
  complete: 'all of it is stored; nothing of it changes any more',
}

export const recordingState = z.enum(Object.keys(STATES) as RecordingView['state'][]).meta({
  description: Object.entries(STATES)
    .map(([state, meaning]) => `\`${state}\`: ${meaning}`)
    .join('; '),
})

const ms = (description: string) => z.number().meta({ description: `Milliseconds: ${description}` })

const take = z
  .strictObject({
    take: z.int().meta({ description: 'Counted from 0.' }),
    nodeId: z.string().meta({ description: 'The switch node that wrote it.', examples: ['node_a'] }),
    why: z.enum(TAKE_WHY).meta({ description: 'Why it was begun.' }),
    startedAt: moment,
    endedAt: moment.nullable(),
    endedWhy: z.enum(TAKE_ENDED_WHY).nullable(),
    samples: z.int().nullable().meta({ description: 'Of each channel; null until all of it is stored.' }),
    wallMs: ms('from its beginning to its end, by the clock.').nullable(),
    sealedMs: ms('what its sealed samples last.').nullable(),
    gapMs: ms('`wallMs` without `sealedMs`: what is missing.').nullable(),
    masks: z
      .array(z.strictObject({ since: moment, until: moment.nullable() }))
      .meta({ description: 'Where silence stands for what was said.' }),
  } satisfies Record<keyof TakeView, z.ZodType>)
  .meta({ id: 'RecordingTake', description: 'What the switch wrote in one go.' })

const segment = z
  .strictObject({
    take: z.int(),
    segment: z.int(),
    startedAt: moment,
    samples: z.int().meta({ description: 'Of each channel, 8,000 a second.' }),
    objectKey: z.string().meta({ description: 'Where the sealed object is in the store.' }),
    byteLength: z.int().meta({ description: 'Of the sealed object.' }),
    sha256: z.string().meta({ description: 'Of the sealed object.' }),
    truncated: z.boolean().meta({ description: 'Its recorder died; the take goes on in the next segment.' }),
  } satisfies Record<keyof RecordingView['segments'][number], z.ZodType>)
  .meta({ id: 'RecordingSegment', description: 'One sealed object under a key of its own.' })

export const recording = z
  .strictObject({
    recordingId,
    callId,
    siteId,
    purpose: z.enum(RECORDING_PURPOSES).meta({
      description: '`voicemail`: it holds a message that a caller has left; `talk`: all others.',
    }),
    state: recordingState,
    queueId: queueId.nullable(),
    agentId: agentId.nullable().meta({ description: 'The last agent recorded.' }),
    startedAt: moment,
    takes: z.array(take),
    segments: z.array(segment),
    talkedMs: ms('the two talked while a recording was due.'),
    sealedMs: ms('what is sealed of it.'),
    maskedMs: ms('what was masked on request.'),
    gapMs: ms('talked and not (yet) sealed.'),
  } satisfies Record<keyof RecordingView, z.ZodType>)
  .meta({ id: 'Recording' })

export const recordingPage = pageOf('RecordingPage', recording)
