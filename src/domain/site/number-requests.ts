/** Which flow a called number leads to. The hospital's own numbers: nothing personal. */
import { accepted, refused } from '../acd/answers.ts'
import type { Decision } from '../decision.ts'
import type { FlowId } from '../ids.ts'
import { siteFact } from './facts.ts'
import type { ApiInput } from './inputs.ts'
import { same } from './same.ts'
import type { SiteState } from './state.ts'
import { ifVersion } from './versions.ts'

type Input<T extends ApiInput['type']> = Extract<ApiInput, { type: T }>

/** Digits as the trunk sends them, an optional + before them. */
export const CALLED_NUMBER = /^\+?[0-9*#]{1,20}$/

/** More are a mistake, not a hospital. */
const MOST_NUMBERS = 10_000

export function assignNumber(state: SiteState, input: Input<'assignNumber'>): Decision {
  const { number, flowId, at } = input
  if (!CALLED_NUMBER.test(number))
    return refused('number-invalid', 'A called number is 1 to 20 of 0-9, * and #, an optional + before them.')
  const now = assignedTo(state, number)
  const changed = ifVersion(input, state.numberVersions.get(number), `number ${number}`)
  if (changed) return changed
  if (!state.currentFlows.has(flowId)) return unknownFlow(flowId)
  if (now === undefined && state.numberVersions.size >= MOST_NUMBERS)
    return refused('number-invalid', `There are ${MOST_NUMBERS} numbers already.`)
  return accepted(
    ...(now === flowId ? [] : [siteFact(state.siteId, 'numberAssigned', at, { number, flowId })]),
  )
}

export function unassignNumber(state: SiteState, input: Input<'unassignNumber'>): Decision {
  const { number, at } = input
  if (assignedTo(state, number) === undefined)
    return refused('number-unknown', `Number ${number.slice(0, 30)} has no flow of its own.`)
  const changed = ifVersion(input, state.numberVersions.get(number), `number ${number}`)
  return changed ?? accepted(siteFact(state.siteId, 'numberUnassigned', at, { number }))
}

export function assignOtherwise(state: SiteState, input: Input<'assignOtherwise'>): Decision {
  const { flowId, at } = input
  const changed = ifVersion(input, state.otherwiseVersion || undefined, 'flow for all other numbers')
  if (changed) return changed
  if (!state.currentFlows.has(flowId)) return unknownFlow(flowId)
  return accepted(
    ...(state.otherwiseFlow === flowId ? [] : [siteFact(state.siteId, 'otherwiseAssigned', at, { flowId })]),
  )
}

export function assignNumbers(state: SiteState, input: Input<'assignNumbers'>): Decision {
  const { numbers, otherwise, at } = input
  const missing = [...Object.values(numbers), otherwise].find((id) => !state.currentFlows.has(id))
  if (missing !== undefined) return unknownFlow(missing)
  const now = { numbers: state.numbers, otherwise: state.otherwiseFlow }
  const next = { numbers, otherwise }
  return accepted(...(same(now, next) ? [] : [siteFact(state.siteId, 'numbersAssigned', at, next)]))
}

/** What was dialled comes from outside: only what was assigned counts, not what every object has. */
export function assignedTo({ numbers }: SiteState, number: string): FlowId | undefined {
  return Object.hasOwn(numbers, number) ? numbers[number] : undefined
}

function unknownFlow(flowId: FlowId): Decision {
  return refused('flow-unknown', `There is no flow ${flowId}.`)
}
