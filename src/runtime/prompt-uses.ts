/** Which flows say a prompt: it can't be taken away while one does. */
import type { Flow } from '../domain/ivr/flow.ts'
import { SPEECH_LISTS } from './flow-language/uses.ts'

/** Ids of the flows, sorted, each once. */
export function flowsSaying(flows: Iterable<Flow>, prompt: string): string[] {
  const found = new Set<string>()
  for (const flow of flows) if (says(flow.steps, prompt)) found.add(flow.id)
  return [...found].sort()
}

function says(part: unknown, prompt: string): boolean {
  if (typeof part !== 'object' || part === null) return false
  return Object.entries(part).some(
    ([key, value]) =>
      (SPEECH_LISTS.includes(key) && Array.isArray(value) && value.includes(prompt)) || says(value, prompt),
  )
}
