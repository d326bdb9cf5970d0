/** The telephones of a trial: those of the seed's agents, and some for trying out. */
import type { Seed } from '../configuration/seed.ts'
import type { Secrets } from './secrets.ts'

export interface Extension {
  readonly extension: string
  readonly password: string
  /** Whose it is, as the seed names the agent, or what it is for. */
  readonly name: string
  readonly agentId: string | undefined
}

/** Phones that belong to nobody: 1090 rings when no controller lives, 2001 and 2002 play the patient. */
const SPARE = [
  { extension: '1090', name: 'fallback group' },
  { extension: '2001', name: 'patient' },
  { extension: '2002', name: 'patient' },
] as const

export const FALLBACK_EXTENSION = SPARE[0].extension

/** Every extension with its password, made when first asked for and kept. */
export function extensionsOf(seed: Seed, secrets: Secrets): Extension[] {
  const agents = seed.agents.map(({ extension, name, agentId }) => ({ extension, name, agentId }))
  const taken = new Set(agents.map(({ extension }) => extension))
  const spare = SPARE.filter(({ extension }) => !taken.has(extension)).map((one) => ({
    ...one,
    agentId: undefined,
  }))
  return [...agents, ...spare].map((one) => ({
    ...one,
    password: secrets.value(`extension-${one.extension}`),
  }))
}
