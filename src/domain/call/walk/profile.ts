/** From here on the caller is spoken to, and waited for, in this way. */
import { decided } from '../../decision.ts'
import type { ProfileStep } from '../../ivr/flow.ts'
import { callFact } from '../facts.ts'
import { goesOn, type Turn, type Walk } from './walk.ts'

export function chooseProfile(walk: Walk, step: ProfileStep): Turn {
  const { language = null, profile = null } = step
  const fact = callFact(walk.call.id, 'profileChosen', walk.at, { language, profile })
  const now = { ...walk, language: language ?? walk.language, profile: profile ?? walk.profile }
  return goesOn(now, decided([fact]), step.next)
}
