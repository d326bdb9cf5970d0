/** How many live legs of ours each switch has: an index over the calls, for whoever places a call among thousands. */
import type { Call } from '../call/state.ts'
import type { NodeId } from '../ids.ts'

export class NodeLegs {
  readonly #legs = new Map<NodeId, number>()

  of(nodeId: NodeId): number {
    return this.#legs.get(nodeId) ?? 0
  }

  /** A call has come to be. */
  begins({ nodeId, legs }: Call): void {
    this.#add(nodeId, legs.size)
  }

  /** A call isn't on `nodeId` any more with that many legs, but as it is now. */
  moves(nodeId: NodeId, legs: number, now: Call): void {
    if (nodeId === now.nodeId && legs === now.legs.size) return
    this.#add(nodeId, -legs)
    this.#add(now.nodeId, now.legs.size)
  }

  ends({ nodeId, legs }: Call): void {
    this.#add(nodeId, -legs.size)
  }

  #add(nodeId: NodeId, legs: number): void {
    const now = this.of(nodeId) + legs
    if (now > 0) this.#legs.set(nodeId, now)
    else this.#legs.delete(nodeId)
  }
}
