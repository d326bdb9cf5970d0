/** Every kind of step as flows and `ask` endpoints write it; `step-of.ts` makes the domain's steps of it. */
import { z } from 'zod'
import { collect, confirm, consent, menu, survey } from './asking-steps.ts'
import { ask, branch, hours, lookUp, profile, set } from './deciding-steps.ts'
import { announce, callback, fallback, hangUp, queue, say, transfer, voicemail } from './leading-steps.ts'

export const stepSchema = z.discriminatedUnion('kind', [
  announce,
  say,
  menu,
  collect,
  confirm,
  consent,
  survey,
  hours,
  branch,
  set,
  lookUp,
  ask,
  profile,
  voicemail,
  queue,
  callback,
  transfer,
  fallback,
  hangUp,
])

export type StepDocument = z.output<typeof stepSchema>
