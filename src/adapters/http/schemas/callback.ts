/** Callbacks as supervisors see them. */
import { z } from 'zod'
import { CALLBACK_STATES, type CallbackView } from '../../../domain/site/view-callbacks.ts'
import { masked } from './call.ts'
import { moment } from './common.ts'
import { callId } from './ids.ts'

const callback = z
  .strictObject({
    callId,
    state: z.enum(CALLBACK_STATES).meta({
      description:
        '`promised`: the caller is still on the line; `waiting`: for the place’s turn; `calling`: is rung now, or asked ' +
        'for the key; `paused`: after an attempt that came to nothing; `failed`: was not reached, and is for people to ring.',
    }),
    callingNumber: masked,
    since: moment.meta({ description: 'When the wait began; of `failed` ones, when it was given up.' }),
    attempts: z.int(),
    nextAttemptAt: moment
      .nullable()
      .meta({ description: 'Of `paused` ones: not before then. Null: at the place’s turn, now, or never.' }),
    until: moment.nullable().meta({ description: 'How long the promise holds; null: it is over.' }),
  } satisfies Record<keyof CallbackView, z.ZodType>)
  .meta({ id: 'Callback' })

export const callbackList = z.strictObject({ items: z.array(callback) }).meta({ id: 'Callbacks' })
