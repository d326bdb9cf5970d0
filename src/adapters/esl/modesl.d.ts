/** The part of modesl 1.2.1 that this adapter uses: it opens the socket and writes commands; nothing is read by it. */
declare module 'modesl' {
  import type { Socket } from 'node:net'

  /** An EventEmitter2. `esl::connect` comes once the socket is open and modesl's parser listens on it. */
  class Connection {
    /** Connects at once to an inbound event socket. */
    constructor(host: string, port: number, password: string)
    /** Where `send` writes, so that TLS may take its place; `null` once the other side has ended the stream. */
    socket: Socket | null
    on(event: 'esl::connect', listener: () => void): this
    on(event: 'error', listener: (fault: Error) => void): this
    /** Writes the command line, the headers and the closing empty line; expects no reply. */
    send(command: string, headers?: Readonly<Record<string, string>>): void
    removeAllListeners(): this
  }

  const modesl: { readonly Connection: typeof Connection }
  export default modesl
}
