/**
 * Whose phones these are: the usual one of each agent, and the one that a logged-on agent uses. An index over the agents,
 * so that logging on and defining cost the same with ten thousand of them.
 */
import type { AgentId } from '../ids.ts'
import type { Agent } from './agent.ts'

interface Phones {
  readonly usual: string
  /** Undefined while logged off. */
  readonly inUse: string | undefined
}

export class Extensions {
  readonly #usual = new Map<string, AgentId>()
  readonly #inUse = new Map<string, AgentId>()
  readonly #phones = new Map<AgentId, Phones>()

  usualOf(extension: string): AgentId | undefined {
    return this.#usual.get(extension)
  }

  inUseBy(extension: string): AgentId | undefined {
    return this.#inUse.get(extension)
  }

  /** The agent is defined, has logged on or off. */
  agentMoved({ id, definition, extension, phase }: Agent): void {
    const usual = definition.extension
    const inUse = phase.name === 'loggedOff' ? undefined : extension
    const before = this.#phones.get(id)
    if (before?.usual === usual && before.inUse === inUse) return
    this.agentGone(id)
    this.#phones.set(id, { usual, inUse })
    this.#usual.set(usual, id)
    if (inUse !== undefined) this.#inUse.set(inUse, id)
  }

  agentGone(id: AgentId): void {
    const before = this.#phones.get(id)
    if (!before) return
    this.#phones.delete(id)
    if (this.#usual.get(before.usual) === id) this.#usual.delete(before.usual)
    if (before.inUse !== undefined && this.#inUse.get(before.inUse) === id) this.#inUse.delete(before.inUse)
  }
}
