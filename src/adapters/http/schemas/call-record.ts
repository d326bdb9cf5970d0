/** What is left of a call when it is over, as clients see it. */
import { z } from 'zod'
import { ENDED_BY, ENDED_WHY } from '../../../domain/call/ending.ts'
import type { CallRecord } from '../../../runtime/call-records.ts'
import { masked, voiceQuality } from './call.ts'
import { moment, pageOf, siteId } from './common.ts'
import { callFilter, direction } from './filters.ts'
import { agentId, callId, queueId, recordingId } from './ids.ts'

const ms = (description: string) => z.int().nullable().meta({ description })

export const callRecord = z
  .strictObject({
    callId,
    siteId,
    direction,
    startedAt: moment,
    answeredAt: moment.nullable(),
    connectedAt: moment
      .nullable()
      .meta({ description: 'When it was first connected to an agent, or to whom the flow handed it.' }),
    endedAt: moment,
    durationMs: z.int().meta({ description: 'From beginning to end.' }),
    waitedMs: ms('In the queue. Null: it wasn’t queued.'),
    talkedMs: ms('In all talks, without the waits between them. Null: it wasn’t connected.'),
    callingNumber: masked,
    calledNumber: masked,
    serviceNumber: z.string().nullable().meta({ description: 'The hospital’s own number that was dialled.' }),
    queueId: queueId.nullable().meta({ description: 'The last.' }),
    agentId: agentId.nullable().meta({ description: 'The last.' }),
    endedBy: z.enum(ENDED_BY).meta({ description: 'Whose doing it was.' }),
    endedWhy: z.enum(ENDED_WHY).meta({ description: 'What happened.' }),
    recordingId: recordingId.nullable(),
    voiceQuality,
  } satisfies Record<keyof CallRecord, z.ZodType>)
  .meta({ id: 'CallRecord' })
export const callRecordPage = pageOf('CallRecordPage', callRecord)

/** The columns of the export, in order: all that a record has. `voiceQuality` is JSON in its cell. */
export const CALL_RECORD_COLUMNS = Object.keys(callRecord.shape) as (keyof CallRecord)[]

export const callRecordFilter = {
  ...callFilter,
  endedBy: z.enum(ENDED_BY).optional(),
  endedWhy: z.enum(ENDED_WHY).optional(),
}
