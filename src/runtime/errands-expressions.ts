/** Errands that are answered by what is known already. */
import { parseAgentId } from '../domain/ids.ts'
import type { DataName } from '../domain/ivr/flow.ts'
import type { Errand } from '../domain/site/errands.ts'
import { type ExpressionScope, evaluateExpression } from '../lib/expression.ts'
import { type DataValue, dataValue } from './call-data.ts'
import { type ErrandAnswer, type ErrandContext, failedErrand, NO_DATA } from './errands.ts'

type Of<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>

/** An expression that fails ends it: what follows may have been meant for other callers. */
export function branch({ expressions }: Of<'branch'>, context: ErrandContext): ErrandAnswer {
  const scope = scopeOf(context)
  for (const [index, expression] of expressions.entries()) {
    const outcome = evaluateExpression(expression, scope)
    if (!outcome.ok || typeof outcome.value !== 'boolean') return failedErrand('invalid')
    if (outcome.value) return { result: { kind: 'branch', index }, data: NO_DATA }
  }
  return { result: { kind: 'branch', index: null }, data: NO_DATA }
}

/** All of it, or nothing. Expressions see what was known before the step. */
export function set({ values }: Of<'set'>, context: ErrandContext): ErrandAnswer {
  const scope = scopeOf(context)
  const data = new Map<DataName, DataValue>()
  for (const [name, given] of Object.entries(values)) {
    const outcome =
      'expression' in given ? evaluateExpression(given.expression, scope) : ({ ok: true, ...given } as const)
    const value = outcome.ok ? dataValue(outcome.value) : undefined
    if (value === undefined) return failedErrand('invalid')
    data.set(name, value)
  }
  return { result: { kind: 'set', names: [...data.keys()] }, data }
}

/** Which of the values that are looked for there are; what else the data holds is told to nobody. */
export function needs({ look, agent }: Of<'needs'>, { call }: ErrandContext): ErrandAnswer {
  const found = look.flatMap(({ field, values }) => {
    const value = call.data.get(field)
    const text = value === undefined ? undefined : String(value)
    return text !== undefined && values.includes(text) ? [{ field, value: text }] : []
  })
  const named = agent === null ? undefined : parseAgentId(String(call.data.get(agent) ?? ''))
  return { result: { kind: 'needs', found, agent: named?.ok ? named.id : null }, data: NO_DATA }
}

function scopeOf({ order, call, calendars, now }: ErrandContext): ExpressionScope {
  const { language, profile, serviceNumber } = order.known
  const { callingNumber, calledNumber, callerName } = call
  return {
    data: Object.fromEntries(call.data),
    call: { callingNumber, calledNumber, callerName, serviceNumber, language, profile },
    now: calendars.now(now()),
  }
}
