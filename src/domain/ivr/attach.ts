/** Data that the API attaches to a live call. The values are sealed beside the fact; only their names come in here. */
import { refused } from '../acd/answers.ts'
import { callFact } from '../call/facts.ts'
import { asksAnew } from '../call/needs-change.ts'
import { type Decision, decided } from '../decision.ts'
import type { ApiInput } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import { MOST_DATA, parseDataName } from './data.ts'

type Request = Extract<ApiInput, { type: 'setAttachedData' }>

export function setAttachedData(state: SiteState, { callId, names, at }: Request): Decision {
  const call = state.calls.get(callId)
  if (!call) return refused('call-unknown', `There is no live call ${callId}.`)
  // The API has checked each of them and said what is wrong; this is for whatever else may send it.
  const distinct = [...new Set(names)].filter((name) => parseDataName(name) !== undefined)
  const all = new Set([...call.data, ...distinct])
  if (all.size > MOST_DATA) return refused('data-full', `A call takes ${MOST_DATA} names at most.`)
  const asked = asksAnew(state, call, distinct)
  const asks = asked && { asks: asked.token }
  const fact = callFact(callId, 'dataSet', at, { names: distinct, by: 'api', step: null, ...asks })
  const set = decided(distinct.length > 0 ? [fact] : [], asked ? [asked.order] : [])
  return { ...set, outcome: { type: 'accepted', callId } }
}
