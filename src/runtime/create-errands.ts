/** Sees to errands: reads what is known of the caller, and leaves each kind to what carries it out. */
import { readCallData } from './call-data.ts'
import {
  type ErrandAnswer,
  type ErrandOrder,
  type ErrandsOptions,
  type ErrandsPort,
  failedErrand,
  NO_DATA,
} from './errands.ts'
import { branch, needs, set } from './errands-expressions.ts'
import { ask, lookUp } from './errands-sources.ts'

export function createErrands(options: ErrandsOptions): ErrandsPort {
  const { calendars, now } = options

  async function carryOut(order: ErrandOrder, signal: AbortSignal): Promise<ErrandAnswer> {
    const { errand } = order
    if (errand.kind === 'hours') {
      const is = calendars.stateAt(errand.calendar, now())
      return is === undefined ? failedErrand('unknown') : { result: { kind: 'hours', is }, data: NO_DATA }
    }
    const call = await readCallData(options.privateFields, options.siteId, order.callId)
    const context = { ...options, order, call, signal }
    switch (errand.kind) {
      case 'needs':
        return needs(errand, context)
      case 'branch':
        return branch(errand, context)
      case 'set':
        return set(errand, context)
      case 'lookUp':
        return lookUp(errand, context)
      case 'ask':
        return ask(errand, context)
    }
  }

  return {
    async run(order, signal) {
      try {
        return await carryOut(order, signal)
      } catch (error) {
        // The database is away: whether a bug of ours is behind it or not, the flow has its own way out.
        options.failed(order.errand.kind, error)
        return failedErrand('unavailable')
      }
    },
  }
}
