/** Hands the caller to a phone, which is rung by the flow itself, or to another flow. */
import { decided } from '../../decision.ts'
import { type FlowId, legIdOf } from '../../ids.ts'
import type { Flow, TransferStep } from '../../ivr/flow.ts'
import type { Command, Destination } from '../../site/commands.ts'
import { callFact } from '../facts.ts'
import { keysInStep } from '../keys.ts'
import { type Call, outerLeg } from '../state.ts'
import { goesOn, onLeg, stays, type Turn, type Walk, withLeg } from './walk.ts'

/** What the caller hears while the phone rings: China's ringing tone, which needs no file. */
const RINGING = 'tone_stream://%(1000,4000,450);loops=-1'

/** The step's prompts have been heard. */
export function handOn(walk: Walk, name: string, step: TransferStep): Turn {
  const { to } = step
  if ('flowId' in to) return toFlow(walk, name, step, to.flowId)
  return withLeg(walk, () => {
    const { call, flow, at } = walk
    const legId = legIdOf(call.id, call.legsMade + 1)
    const target: Destination =
      'extension' in to
        ? { kind: 'extension', extension: to.extension }
        : { kind: 'number', number: to.number }
    const began = callFact(call.id, 'handOnBegan', at, {
      step: name,
      to: 'extension' in to ? 'extension' : 'number',
      legId,
      dueAt: at + step.ringMs,
    })
    const originate: Command = {
      type: 'originate',
      ...onLeg(walk, legId),
      role: 'party',
      to: target,
      ringMs: step.ringMs,
      // Outside, the trunk shows the hospital's own number.
      shownNumber: 'extension' in to ? call.calling.masked : '',
      earlyMedia: 'ignore',
    }
    return stays(decided([began], [originate, ...ringing(call, flow, name)]))
  })
}

/** None for a caller who has gone. */
export function ringing(call: Call, flow: Flow, step: string): Command[] {
  const legId = outerLeg(call)
  if (legId === undefined) return []
  const on = { nodeId: call.nodeId, callId: call.id, legId }
  return [{ type: 'startMusic', ...on, prompts: [], music: RINGING, keys: keysInStep(flow, step) }]
}

function toFlow(walk: Walk, name: string, step: TransferStep, flowId: FlowId): Turn {
  const { state, call, at } = walk
  const version = state.currentFlows.get(flowId)
  const flow = version === undefined ? undefined : state.flows.get(version)
  if (!flow || version === undefined) return goesOn(walk, decided([]), step.otherwise)
  const fact = callFact(call.id, 'callHandedOn', at, {
    step: name,
    to: 'flow',
    flow: { id: flowId, version },
    ...(flow.urgent && { urgent: true as const }),
  })
  return goesOn({ ...walk, flow, answered: undefined }, decided([fact]), flow.start)
}
