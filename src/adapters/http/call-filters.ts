/** Filters of calls, from a query's words into the store's. */
import { numberForms } from '../../lib/number-forms.ts'
import type { ViewFilter } from '../../runtime/ports.ts'
import type { HttpDeps } from './deps.ts'
import { type Checked, invalid } from './validate.ts'

interface Asked extends Omit<ViewFilter, 'partyHashes'> {
  readonly callingNumber?: string | undefined
  readonly calledNumber?: string | undefined
}

type Taken<F> = Omit<F, 'callingNumber' | 'calledNumber'> & Pick<ViewFilter, 'partyHashes'>

/** Numbers become keyed hashes. A number and a direction that it excludes is a fault: nothing could be found. */
export function takenFilter<F extends Asked>(
  asked: F,
  deps: Pick<HttpDeps, 'hashNumber'>,
): Checked<Taken<F>> {
  const { callingNumber, calledNumber, ...others } = asked
  const fault = (pointer: string, detail: string) =>
    ({ ok: false, problem: invalid([{ in: 'query', pointer, detail }]) }) as const
  if (callingNumber !== undefined && calledNumber !== undefined)
    return fault('#/calledNumber', 'one of callingNumber (inbound) and calledNumber (outbound)')
  const number = callingNumber ?? calledNumber
  if (number === undefined) return { ok: true, value: others }
  const direction = calledNumber === undefined ? 'inbound' : 'outbound'
  if (others.direction !== undefined && others.direction !== direction)
    return fault('#/direction', `${direction}, or nothing, beside this number`)
  return { ok: true, value: { ...others, direction, partyHashes: numberForms(number).map(deps.hashNumber) } }
}

/** The filters as a query says them again, for the address of the next page. */
export function asAsked<F extends { from?: number | undefined; to?: number | undefined }>(
  filter: F,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      typeof value === 'number' ? new Date(value).toISOString() : (value as string | undefined),
    ]),
  )
}
