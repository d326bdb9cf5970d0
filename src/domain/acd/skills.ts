/** Skills have levels. What a call needs is the sum of what its queue, its flow's step and its data say. */
import type { Agent } from './agent.ts'
import type { Needs, RelaxAt, SkillLevel } from './needs.ts'

/** 0: none. */
export function levelOf({ definition }: Agent, skill: string): number {
  for (const one of definition.skills ?? []) if (one.skill === skill) return one.level
  return 0
}

export function hasSkills(agent: Agent, { skills }: Needs): boolean {
  for (const { skill, level } of skills) if (level > 0 && levelOf(agent, skill) < level) return false
  return true
}

/** How well the agent meets what is needed or welcome: the sum of the levels. */
export function mastery(agent: Agent, { skills }: Needs): number {
  let sum = 0
  for (const { skill } of skills) sum += levelOf(agent, skill)
  return sum
}

/** Each skill once, by name, at the highest level that is asked for. */
export function together(...lists: readonly (readonly SkillLevel[])[]): SkillLevel[] {
  const levels = new Map<string, number>()
  for (const { skill, level } of lists.flat()) levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  return [...levels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([skill, level]) => ({ skill, level }))
}

/** A relaxation demands less than before, never more, and nothing that wasn't needed; the skill stays welcome. */
export function relaxed(skills: readonly SkillLevel[], steps: readonly RelaxAt[]): SkillLevel[] {
  return skills.map(({ skill, level }) => ({
    skill,
    level: steps.reduce((now, step) => (step.skill === skill ? Math.min(now, step.level) : now), level),
  }))
}
