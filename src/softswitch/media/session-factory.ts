import type { Codec, MediaSession } from '../ports.ts'

/** Where a session's packets go, and what the far end wants. */
export interface RemoteMedia {
  readonly address: string
  readonly port: number
  /** Its payload type of telephone-event; undefined when it doesn't speak RFC 4733. */
  readonly dtmfPayload: number | undefined
  /** Whether it wants to hear us. */
  readonly hears: boolean
  /** Whether it speaks. */
  readonly speaks: boolean
  readonly codec: Codec
  /** The host its signalling came from: its packets may come from there too. */
  readonly signalledFrom?: string
}

/** What the signalling side may do with the media of its leg, beyond what the core sees. */
export interface ManagedSession extends MediaSession {
  /** The local RTP port; false when no port is free. Called once. */
  bind(): Promise<number | false>
  /** Both ends have agreed, for the first time or anew. */
  agree(remote: RemoteMedia): void
  /** Frees the port, ends what plays, unlinks. Idempotent. */
  close(): void
}

export interface SessionFactory {
  open(): ManagedSession
  /** Closes every session and the clock. */
  close(): Promise<void>
}
