/** SIP seen on the wire, kept for assertions and for failure messages. */
export interface SeenMessage {
  /** Milliseconds since the epoch, with fractions: when it was handed to the socket, or read from it. */
  readonly at: number
  readonly direction: 'in' | 'out'
  /** The other side, `host:port`. */
  readonly peer: string
  readonly callId: string
  /** The datagram, one character per byte. */
  readonly text: string
}

const MAX_MESSAGES = 400

export class Trace {
  readonly #seen: SeenMessage[] = []

  add(message: SeenMessage): void {
    this.#seen.push(message)
    if (this.#seen.length > MAX_MESSAGES) this.#seen.shift()
  }

  /** All that is kept, or what belongs to one Call-ID; oldest first. */
  messages(callId?: string): readonly SeenMessage[] {
    return callId === undefined ? [...this.#seen] : this.#seen.filter((seen) => seen.callId === callId)
  }

  /** The last few messages as text for an error. */
  dump(callId?: string, count = 6): string {
    const last = this.messages(callId).slice(-count)
    if (last.length === 0) return 'no SIP message was seen'
    const shown = last.map(({ at, direction, peer, text }) => {
      const arrow = direction === 'in' ? '<-' : '->'
      return `${new Date(at).toISOString()} ${arrow} ${peer}\n${text.trimEnd().replaceAll('\r\n', '\n').replace(/^/gm, '    ')}`
    })
    return `last ${last.length} SIP messages:\n${shown.join('\n')}`
  }
}
