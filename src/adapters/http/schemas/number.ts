/** Called numbers, and which flow each leads to. */
import { z } from 'zod'
import { CALLED_NUMBER } from '../../../domain/site/number-requests.ts'
import type { NumberView, SiteNumbers } from '../../../domain/site/view-flows.ts'
import type { PathParam } from '../route.ts'
import { flowId, flowIdTaken } from './ids.ts'

const number = z.string().meta({
  description: 'A number that callers dial, as the trunk sends it.',
  examples: ['8000'],
  pattern: CALLED_NUMBER.source,
})
const version = z.int().meta({ description: 'Also its `ETag`.' })

export const numberParam: PathParam<string> = {
  parse: (text) =>
    CALLED_NUMBER.test(text)
      ? { ok: true, id: text }
      : { ok: false, expected: 'a number: 1 to 20 of 0-9, * and #, an optional + before them' },
  schema: number,
  unknown: 'number-unknown',
}

export const assigned = z
  .strictObject({ number, flowId, version } satisfies Record<keyof NumberView, z.ZodType>)
  .meta({ id: 'Number' })
export const otherwise = z.strictObject({ flowId, version }).meta({ id: 'NumbersOtherwise' })
export const numberPage = z
  .strictObject({
    items: z.array(assigned),
    otherwise: otherwise
      .nullable()
      .meta({ description: 'Where all other numbers lead; null on a new site.' }),
  } satisfies Record<Exclude<keyof SiteNumbers, 'numbers'> | 'items', z.ZodType>)
  .meta({ id: 'Numbers' })

/** What an administrator gives. */
export const assignment = z.strictObject({ flowId: flowIdTaken }).meta({ id: 'NumberAssignment' })
