/** Waiting calls by the agent whom they prefer. */
import type { AgentId, CallId } from '../ids.ts'

export class Preferring {
  readonly #calls = new Map<AgentId, Set<CallId>>()

  add(agentId: AgentId, callId: CallId): void {
    const calls = this.#calls.get(agentId)
    if (calls) calls.add(callId)
    else this.#calls.set(agentId, new Set([callId]))
  }

  remove(agentId: AgentId, callId: CallId): void {
    const calls = this.#calls.get(agentId)
    calls?.delete(callId)
    if (calls?.size === 0) this.#calls.delete(agentId)
  }

  /** As they are now: whoever goes through them may add and remove. */
  of(agentId: AgentId): readonly CallId[] {
    return [...(this.#calls.get(agentId) ?? [])]
  }
}
