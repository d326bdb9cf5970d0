/** Errands that ask a source: the HIS what it knows, an endpoint what to do next. */

import type { DataName } from '../domain/ivr/flow.ts'
import type { Errand } from '../domain/site/errands.ts'
import { backoffMs } from '../lib/backoff.ts'
import { atPointer } from '../lib/json-pointer.ts'
import { fillPath, fillWhole } from '../lib/template.ts'
import { machineTimers } from '../lib/timers.ts'
import { type DataValue, dataValue } from './call-data.ts'
import { type ErrandAnswer, type ErrandContext, failedErrand, NO_DATA } from './errands.ts'
import type { SourceAnswer, SourceRequest } from './sources.ts'

type Of<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>

const BETWEEN_ATTEMPTS = { firstMs: 200, capMs: 2_000 }

/** Takes nothing from an answer with several candidates: one is never picked. */
export async function lookUp(errand: Of<'lookUp'>, context: ErrandContext): Promise<ErrandAnswer> {
  const known = (name: string) => context.call.data.get(name)
  const path = fillPath(errand.path, known)
  const query = new Map<string, string>()
  for (const [name, template] of Object.entries(errand.query)) {
    const value = fillWhole(template, known)
    if (value === undefined) return failedErrand('invalid')
    query.set(name, value)
  }
  if (path === undefined) return failedErrand('invalid')
  const request = { method: 'GET', path, query: Object.fromEntries(query) } as const
  const answer = await context.sources.ask(errand.source, request, context.signal)
  if (answer.type === 'notFound') return looked('notFound', NO_DATA)
  if (answer.type !== 'answered') return failedErrand(answer.type === 'failed' ? answer.why : 'unknown')
  const found = foundIn(answer.json, errand.candidates)
  if (found === undefined) return failedErrand('invalid')
  if (found !== 'found') return looked(found, NO_DATA)
  const data = takenFrom(answer.json, errand.into)
  return data ? looked('found', data) : failedErrand('invalid')
}

function looked(
  found: 'found' | 'several' | 'notFound',
  data: ReadonlyMap<DataName, DataValue>,
): ErrandAnswer {
  return { result: { kind: 'lookUp', found, names: [...data.keys()] }, data }
}

/** Undefined: there is something else where the candidates should be. */
function foundIn(json: unknown, candidates: string | null): 'found' | 'several' | 'notFound' | undefined {
  if (candidates === null) return 'found'
  // FHIR leaves an empty list out.
  const list = atPointer(json, candidates) ?? []
  if (!Array.isArray(list)) return undefined
  if (list.length === 0) return 'notFound'
  return list.length === 1 ? 'found' : 'several'
}

/** What isn't there is left out; undefined where there is something that can't be attached. */
function takenFrom(json: unknown, into: Of<'lookUp'>['into']): ReadonlyMap<DataName, DataValue> | undefined {
  const data = new Map<DataName, DataValue>()
  for (const [name, pointer] of Object.entries(into)) {
    const there = atPointer(json, pointer) ?? undefined
    const value = dataValue(there)
    if (value !== undefined) data.set(name, value)
    else if (there !== undefined) return undefined
  }
  return data
}

/** Asks until there is an answer, the attempts are used up or the time is over. */
export async function ask(errand: Of<'ask'>, context: ErrandContext): Promise<ErrandAnswer> {
  const { order, call, sources, signal, timers = machineTimers, random = Math.random } = context
  const path = fillPath(errand.path, (name) => call.data.get(name))
  if (path === undefined) return failedErrand('invalid')
  const { language, profile, serviceNumber } = order.known
  const sent = errand.send.map((name) => [name, call.data.get(name) ?? null])
  const request: SourceRequest = {
    method: 'POST',
    path,
    body: {
      callId: order.callId,
      step: errand.step,
      serviceNumber,
      language,
      profile,
      data: Object.fromEntries(sent),
    },
    idempotencyKey: order.token,
  }
  let answer = await sources.ask(errand.source, request, signal)
  for (let attempt = 1; attempt < errand.attempts && mayGoBetter(answer); attempt += 1) {
    const pauseMs = backoffMs(attempt - 1, BETWEEN_ATTEMPTS, random)
    await timers.sleep(pauseMs, signal)
    if (signal.aborted) return failedErrand('timedOut')
    answer = await sources.ask(errand.source, request, signal)
  }
  if (answer.type === 'notFound') return failedErrand('unavailable')
  if (answer.type !== 'answered') return failedErrand(answer.type === 'failed' ? answer.why : 'unknown')
  const read = context.readAnswer(answer.json, errand.step)
  if (!read.ok) return failedErrand('invalid')
  const { start, steps, data } = read
  return { result: { kind: 'ask', start, steps, names: [...data.keys()] }, data }
}

function mayGoBetter(answer: SourceAnswer): boolean {
  return answer.type === 'failed' && answer.again
}
