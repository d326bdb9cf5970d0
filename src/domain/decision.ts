/** What `decide` gives back: facts to journal and, once they are durable, orders to carry out. */
import type { AccessFact } from './access/facts.ts'
import type { AgentFact } from './acd/facts.ts'
import type { CallFact } from './call/facts.ts'
import type { CallId } from './ids.ts'
import type { OpeningFact, RecordingFact } from './recording/facts.ts'
import type { Command } from './site/commands.ts'
import type { SiteFact } from './site/facts.ts'
import type { Outcome } from './site/inputs.ts'

export type Fact = CallFact | AgentFact | SiteFact | RecordingFact | OpeningFact | AccessFact

/** A private field of a call: its name, and the value in clear until the shell has sealed it. */
export interface Sealed {
  readonly callId: CallId
  readonly name: string
  readonly value: string
}

export interface Decision {
  readonly facts: readonly Fact[]
  readonly commands: readonly Command[]
  /** Private fields to be stored with the facts: what a caller keyed in. In no fact, command or log. */
  readonly sealed?: readonly Sealed[]
  /** For API inputs: what to answer once the facts are durable. */
  readonly outcome?: Outcome
  /** The input came too late to mean anything; counted, so that it can't pass unseen. */
  readonly stale?: true
}

export const nothing: Decision = { facts: [], commands: [] }

/** The input is known, its moment has passed. */
export const stale: Decision = { facts: [], commands: [], stale: true }

export function decided(facts: readonly Fact[], commands: readonly Command[] = []): Decision {
  return { facts, commands }
}

/** Several decisions about the same moment as one, in order. */
export function both(...parts: readonly Decision[]): Decision {
  const facts: Fact[] = []
  const commands: Command[] = []
  const sealed: Sealed[] = []
  for (const part of parts) {
    facts.push(...part.facts)
    commands.push(...part.commands)
    if (part.sealed) sealed.push(...part.sealed)
  }
  return sealed.length > 0 ? { facts, commands, sealed } : { facts, commands }
}
