/** What one of us is answered: its request is checked to the last key, then carried out by this process's owners. */
import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import { withDeadline } from '../../lib/deadline.ts'
import type { RememberedCommands } from '../../runtime/remembered-commands.ts'
import type { AskSite } from '../../runtime/site-questions.ts'
import type { BodyReader } from './body.ts'
import { dispatchBody, PREFIX, queryBody, type Refusal } from './wire.ts'

export type InternalAnswer =
  | { readonly body: object }
  | {
      readonly refused: Refusal
      readonly detail?: string | undefined
      /** The connection ends with it. */
      readonly isLast?: boolean
    }

export interface AnswersOptions {
  readonly dispatch: RememberedCommands
  readonly ask: AskSite
  readonly readBody: BodyReader
}

const PATH = new RegExp(`^${PREFIX}(site_[a-z0-9-]{1,59})/(dispatch|query)$`)

export function internalAnswers({ dispatch, ask, readBody }: AnswersOptions) {
  return async (request: IncomingMessage): Promise<InternalAnswer> => {
    const [, siteId, what] = PATH.exec(request.url ?? '') ?? []
    if (siteId === undefined) return { refused: 'unknownPath' }
    if (request.method !== 'POST') return { refused: 'methodNotAllowed' }
    const read = await readBody(request)
    if (read.type === 'gone') return { refused: 'malformed' }
    if (read.type === 'refused') return { refused: read.refusal, detail: read.detail }
    if (what === 'dispatch') {
      const parsed = dispatchBody.safeParse(read.value)
      if (!parsed.success) return invalid(parsed.error)
      return { body: { outcome: await dispatch(siteId, parsed.data) } }
    }
    const parsed = queryBody.safeParse(read.value)
    if (!parsed.success) return invalid(parsed.error)
    const { question, budgetMs } = parsed.data
    const waited = await withDeadline(ask(siteId, question), { timeoutMs: budgetMs })
    if (waited.type !== 'value') return { refused: 'busy', detail: 'no answer in time' }
    return { body: waited.value === undefined ? { notOwner: true } : { answer: waited.value } }
  }
}

/** Names keys, and quotes no value: there are numbers among them. */
function invalid(error: z.ZodError): InternalAnswer {
  const faults = error.issues.slice(0, 10).map(({ path, code, message }) => {
    return `${path.join('.')}: ${code === 'custom' ? message : code}`
  })
  return { refused: 'invalid', detail: faults.join('; ').slice(0, 1_000) }
}
