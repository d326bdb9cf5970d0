/** What is known of a caller, unsealed for the one moment in which it is needed. */
import { dataNameOf, LONGEST_DATA_TEXT } from '../domain/ivr/data.ts'
import type { DataName } from '../domain/ivr/flow.ts'
import type { PrivatePort } from './ports.ts'

export type DataValue = string | number | boolean

export interface CallData {
  /** Attached data by name. */
  readonly data: ReadonlyMap<DataName, DataValue>
  readonly callingNumber: string | null
  readonly calledNumber: string | null
  readonly callerName: string | null
}

const OF_THE_CALL: ReadonlySet<string> = new Set(['callingNumber', 'calledNumber', 'callerName'])

/** One query. Throws what the port throws. A value of another shape counts as absent. */
export async function readCallData(
  privateFields: PrivatePort,
  siteId: string,
  callId: string,
): Promise<CallData> {
  const isWanted = (field: string) => OF_THE_CALL.has(field) || dataNameOf(field) !== undefined
  const fields = await privateFields.readSome(siteId, callId, isWanted)
  const data = new Map<DataName, DataValue>()
  for (const [field, text] of fields) {
    const name = dataNameOf(field)
    const value = name === undefined ? undefined : valueOfText(text)
    if (name !== undefined && value !== undefined) data.set(name, value)
  }
  const own = (field: string) => fields.get(field) ?? null
  return {
    data,
    callingNumber: own('callingNumber'),
    calledNumber: own('calledNumber'),
    callerName: own('callerName'),
  }
}

/** Undefined: not the JSON text of a string, a number or a boolean. */
function valueOfText(text: string): DataValue | undefined {
  try {
    return dataValue(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** What may be attached: text of at most 2,000 characters, a finite number, true or false. */
export function dataValue(value: unknown): DataValue | undefined {
  if (typeof value === 'string') return value.length <= LONGEST_DATA_TEXT ? value : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'boolean' ? value : undefined
}
