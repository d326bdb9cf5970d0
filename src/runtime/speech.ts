/** Texts that become sound: what flows say that is no prompt. */
import type { CallId } from '../domain/ids.ts'
import type { Language, Pace } from '../domain/ivr/flow.ts'

export interface SpokenText {
  readonly text: string
  readonly language: Language
  readonly pace: Pace
}

/** How a text's becoming sound ended, as it is counted. */
export type SpeechOutcome =
  /** It was there already. */
  | 'kept'
  | 'made'
  /** The provider failed, or was too slow. */
  | 'failed'
  /** So many texts wait already that it wasn't begun. */
  | 'busy'
  /** Its file couldn't be written. */
  | 'unwritable'

export interface SpeechObserver {
  spoken(outcome: SpeechOutcome, durationMs: number): void
}

/**
 * Files are absolute, 8 kHz mono 16 bit WAV, to be read by the switch under the same path. Nothing rejects; undefined
 * means that the text stays silent.
 */
export interface SpeechPort {
  /** A text that is the same for everybody. Its file is kept. */
  fixed(text: SpokenText): Promise<string | undefined>
  /** A text that says something of a caller. Its file is memory, and goes when it is no longer needed. */
  personal(callId: CallId, text: SpokenText): Promise<string | undefined>
  /** Files of `personal` that have been heard. */
  heard(files: readonly string[]): void
  /** Ends syntheses under way, and removes what is personal. */
  close(): Promise<void>
}

/** Makes sound of texts: a program on this machine, or a service. */
export interface SpeechProvider {
  /** Changes when the same text would sound different. */
  readonly recipe: string
  /** Never rejects. The sound is as the port's files are. */
  speak(text: SpokenText, signal: AbortSignal): Promise<SpokenSound>
  close(): Promise<void>
}

export type SpokenSound =
  | { readonly ok: true; readonly wav: Uint8Array }
  /** `reason` holds nothing of the text. */
  | { readonly ok: false; readonly reason: string }

/** For where nothing can be spoken. */
export const SPEECHLESS: SpeechPort = {
  fixed: async () => undefined,
  personal: async () => undefined,
  heard: () => undefined,
  close: async () => undefined,
}
