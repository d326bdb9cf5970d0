/** Whether an agent may serve a caller: said a second time, in the plainest way, so that the core isn't judged by itself. */
import type { Agent } from '../../../src/domain/acd/agent.ts'
import { dayOf, parseDay } from '../../../src/domain/acd/days.ts'
import type { Needs } from '../../../src/domain/acd/needs.ts'

export function hasSkillsFor({ definition }: Agent, { skills }: Needs): boolean {
  return skills.every(
    ({ skill, level }) =>
      level <= 0 || (definition.skills ?? []).some((own) => own.skill === skill && own.level >= level),
  )
}

export function isLicensedFor({ definition }: Agent, { licences = [] }: Needs, at: number): boolean {
  const today = dayOf(at)
  return licences.every(({ kind, jurisdiction }) =>
    (definition.licences ?? []).some(
      (own) =>
        own.kind === kind &&
        (jurisdiction === undefined || own.jurisdiction === jurisdiction) &&
        !own.suspended &&
        parseDay(own.validFrom) <= today &&
        today <= parseDay(own.validTo),
    ),
  )
}

export function meets(agent: Agent, needs: Needs, at: number): boolean {
  return hasSkillsFor(agent, needs) && isLicensedFor(agent, needs, at)
}
