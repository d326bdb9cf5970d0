/** A message that the caller leaves: recorded from the tone on until a key, the longest time, or the hang-up. */
import { both, decided } from '../../decision.ts'
import type { LegId } from '../../ids.ts'
import type { VoicemailStep } from '../../ivr/flow.ts'
import { mayRecord } from '../../recording/policy.ts'
import type { Command, PromptRef } from '../../site/commands.ts'
import { callFact } from '../facts.ts'
import { keysInStep } from '../keys.ts'
import { LIMITS } from '../limits.ts'
import { messageOver } from '../message-over.ts'
import { nextToken } from '../state.ts'
import { languagesOf } from './speech.ts'
import { goesOn, onLeg, profileOf, stays, type Turn, type Walk, withLeg } from './walk.ts'

/** In every prompt set. */
const TONE = 'beep'
/** How often the end is awaited anew because another key was pressed: a cheek on the keys ends no message. */
const MOST_ATTEMPTS = 20
/** The same where the switch can't wait for a key at all. */
const MOST_FAILURES = 3

/** Where nothing may be recorded the caller isn't asked to speak. */
export function messageRefused(walk: Walk, step: VoicemailStep): Turn | undefined {
  const { state, call } = walk
  return mayRecord(state.recordingPolicy, call.nodeId) ? undefined : goesOn(walk, decided([]), step.otherwise)
}

/** The prompts have been heard. That the recording begins follows from the phase (`recording/follow.ts`). */
export function messageBegins(walk: Walk, name: string, step: VoicemailStep): Turn {
  const refused = messageRefused(walk, step)
  if (refused) return refused
  return withLeg(walk, (legId) => {
    const { call, at } = walk
    const token = nextToken(call)
    const until = at + step.maxMs
    const began = callFact(call.id, 'voicemailBegan', at, {
      step: name,
      token,
      until,
      dueAt: until + LIMITS.messageMs,
    })
    // A tone has no language: it is heard once.
    const tone: PromptRef = {
      kind: 'prompt',
      name: TONE,
      language: languagesOf(walk)[0] ?? 'en',
      pace: profileOf(walk).pace,
    }
    return stays(decided([began], [listen(walk, legId, name, step, token, step.maxMs, [tone])]))
  })
}

/** Waits for the key that ends it; the caller goes on speaking. */
function listen(
  walk: Walk,
  legId: LegId,
  name: string,
  step: VoicemailStep,
  token: string,
  timeoutMs: number,
  prompts: readonly PromptRef[],
): Command {
  const { endKey } = step
  const keys = keysInStep(walk.flow, name, [endKey])
  const one = { min: 1, max: 1, terminator: null, digits: [endKey], keys, timeoutMs, interDigitMs: 0 }
  return { type: 'collect', ...onLeg(walk, legId), token, prompts, ...one }
}

/**
 * Another key was pressed, the order to wait for one came to nothing, or it was lost with a connection: the end is
 * awaited anew while there is time.
 */
export function messageGoesOn(
  walk: Walk,
  step: VoicemailStep,
  why: 'invalid' | 'failed' | 'reconnected',
): Turn {
  const { call, at } = walk
  if (call.phase.name !== 'voicemail') throw new Error(`${call.id} leaves no message`)
  const { step: name, attempt, until } = call.phase
  const most = why === 'failed' ? MOST_FAILURES : MOST_ATTEMPTS
  if (at >= until || attempt >= most) {
    return goesOn(walk, messageOver(walk.call, walk.at), why === 'failed' ? step.otherwise : step.next)
  }
  return withLeg(walk, (legId) => {
    const token = nextToken(call)
    const dueAt = until + LIMITS.messageMs
    const fact = callFact(call.id, 'voicemailResumed', at, { step: name, attempt: attempt + 1, token, dueAt })
    return stays(decided([fact], [listen(walk, legId, name, step, token, until - at, [])]))
  })
}

/** It can't be recorded after all: the caller isn't left to speak to nobody. */
export function messageLost(walk: Walk, step: VoicemailStep): Turn {
  return withLeg(walk, (legId) => {
    const quiet = decided([], [{ type: 'stopPlayback', ...onLeg(walk, legId) }])
    return goesOn(walk, both(messageOver(walk.call, walk.at), quiet), step.otherwise)
  })
}
