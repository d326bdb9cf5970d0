/**
 * Licences are hard: who lacks the one that a call needs is never offered the call, however long it waits. They are
 * looked at again at the moment of the offer; for the indexes it is enough to look whenever a day changes something.
 */
import type { Agent } from './agent.ts'
import { beginOfDay, dayOf, parseDay } from './days.ts'
import type { Licence, LicenceNeed, Needs } from './needs.ts'

/** Why an agent's licences don't do; of several of the kind, the last that is for the place says so. */
export type LicenceFault = 'suspended' | 'expired' | 'notYet' | 'otherJurisdiction' | 'missing'

/** Undefined: the agent has all that are needed, on that day. */
export function licenceFault(agent: Agent, { licences = [] }: Needs, at: number): LicenceFault | undefined {
  for (const need of licences) {
    const fault = faultOver(agent, need, at)
    if (fault) return fault
  }
  return undefined
}

/** Each need that isn't met, and why not. */
export function licenceFaults(
  agent: Agent,
  { licences = [] }: Needs,
  at: number,
): readonly { readonly need: LicenceNeed; readonly fault: LicenceFault }[] {
  return licences.flatMap((need) => {
    const fault = faultOver(agent, need, at)
    return fault ? [{ need, fault }] : []
  })
}

function faultOver(agent: Agent, need: LicenceNeed, at: number): LicenceFault | undefined {
  let fault: LicenceFault = 'missing'
  for (const licence of agent.definition.licences ?? []) {
    if (licence.kind !== need.kind) continue
    if (need.jurisdiction !== undefined && licence.jurisdiction !== need.jurisdiction) {
      if (fault === 'missing') fault = 'otherJurisdiction'
      continue
    }
    const own = faultOf(licence, at)
    if (own === undefined) return undefined
    fault = own
  }
  return fault
}

/** A day that can't be read is one that hasn't come, or is over: in doubt nobody is licensed. */
function faultOf({ validFrom, validTo, suspended }: Licence, at: number): LicenceFault | undefined {
  const today = dayOf(at)
  if (suspended) return 'suspended'
  if (!(today >= parseDay(validFrom))) return 'notYet'
  return today <= parseDay(validTo) ? undefined : 'expired'
}

/** When the next licence of the agent begins or ends to count after `licensedAt`; undefined: none does. */
export function licencesChangeAt({ definition, licensedAt }: Agent): number | undefined {
  let next: number | undefined
  for (const { validFrom, validTo, suspended } of definition.licences ?? []) {
    if (suspended) continue
    for (const day of [parseDay(validFrom), parseDay(validTo) + 1]) {
      const at = beginOfDay(day)
      if (at > licensedAt && (next === undefined || at < next)) next = at
    }
  }
  return next
}

/** The kinds that count at that moment, each once, sorted. */
export function licencesAt({ definition }: Agent, at: number): string[] {
  const valid = (definition.licences ?? []).filter((licence) => faultOf(licence, at) === undefined)
  return [...new Set(valid.map(({ kind }) => kind))].sort()
}
