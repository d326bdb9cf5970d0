/**
 * Errands of flows: what they ask of the world beside the switch, and what comes of it. Each ends in a result that
 * holds nothing personal; what was found out goes beside it, to be sealed with the facts of the answer.
 */
import type { CallId } from '../domain/ids.ts'
import type { DataName } from '../domain/ivr/flow.ts'
import type { Known } from '../domain/site/commands.ts'
import type { Errand, ErrandFailure, ErrandResult } from '../domain/site/errands.ts'
import type { LocalMoment } from '../lib/expression.ts'
import type { Timers } from '../lib/timers.ts'
import type { CallData, DataValue } from './call-data.ts'
import type { Answer } from './flow-language/answer.ts'
import type { PrivatePort } from './ports.ts'
import type { SourcesPort } from './sources.ts'

export type OpenState = 'open' | 'closed' | 'holiday'

/** The hospital's opening hours, and its clocks. */
export interface CalendarsPort {
  /** Undefined: there is no such calendar. */
  stateAt(name: string, at: number): OpenState | undefined
  /** What the site's clocks show. */
  now(at: number): LocalMoment
}

export interface ErrandOrder {
  readonly callId: CallId
  readonly token: string
  readonly errand: Errand
  /** Of the whole errand, all its attempts together. */
  readonly timeoutMs: number
  readonly known: Known
}

export interface ErrandAnswer {
  readonly result: ErrandResult
  /** What is to be attached to the call. */
  readonly data: ReadonlyMap<DataName, DataValue>
}

export interface ErrandsPort {
  /** Never rejects; is over soon after `signal` is aborted. */
  run(order: ErrandOrder, signal: AbortSignal): Promise<ErrandAnswer>
}

export interface ErrandsOptions {
  readonly siteId: string
  readonly privateFields: PrivatePort
  readonly calendars: CalendarsPort
  readonly sources: SourcesPort
  /** What an `ask` endpoint has answered, checked. */
  readonly readAnswer: (json: unknown, asking: string) => Answer
  /** Milliseconds since the epoch. */
  now(): number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  /** Uniform in [0, 1). */
  readonly random?: (() => number) | undefined
  /** Something failed that shouldn't; nothing of a caller's is in what it is told. */
  failed(kind: Errand['kind'], error: unknown): void
}

/** What every kind of errand is given. */
export interface ErrandContext extends ErrandsOptions {
  readonly order: ErrandOrder
  readonly call: CallData
  readonly signal: AbortSignal
}

export const NO_DATA: ReadonlyMap<DataName, DataValue> = new Map()

export function failedErrand(why: ErrandFailure): ErrandAnswer {
  return { result: { kind: 'failed', why }, data: NO_DATA }
}

/** For where flows ask nothing. */
export const ERRANDLESS: ErrandsPort = { run: async () => failedErrand('unknown') }
