/** The prompts that callers hear, as the API shows and replaces them. */
import type { Language, Pace } from '../domain/ivr/flow.ts'

/** One file: what is said, in one language, at one pace. */
export interface PromptRef {
  readonly language: Language
  readonly name: string
  readonly pace: Pace
}

/** What is there to be heard. */
export interface PromptRecording {
  /** `made`: spoken by our synthesiser; `own`: the hospital's, never overwritten. */
  readonly origin: 'made' | 'own'
  readonly durationMs: number
  readonly byteLength: number
  readonly sha256: string
  /** Milliseconds since the epoch. */
  readonly changedAt: number
}

export interface PromptView {
  readonly language: Language
  readonly name: string
  /** What ours says; null: only the hospital has this prompt. */
  readonly text: string | null
  /** Null: not there, so that callers hear nothing. */
  readonly standard: PromptRecording | null
  /** Null: callers who want it slow hear the standard one. */
  readonly slow: PromptRecording | null
}

/** Why nothing was written. */
export type PromptUnwritable =
  | { readonly type: 'full' }
  | { readonly type: 'unavailable'; readonly reason: string }

export type PutPrompt =
  | { readonly type: 'stored'; readonly recording: PromptRecording; readonly isNew: boolean }
  /** Not a recording that can be played: what was found and what is taken. */
  | { readonly type: 'invalid'; readonly found: string; readonly expected: string }
  /** Another than the expected one is there. */
  | { readonly type: 'changed' }
  /** There are as many prompts as there may be. */
  | { readonly type: 'tooMany' }
  | PromptUnwritable

export type RemovePrompt =
  /** `made`: ours is heard again; `gone`: nothing is there any more. */
  | { readonly type: 'removed'; readonly left: 'made' | 'gone' }
  | { readonly type: 'unknown' }
  /** Ours could not be spoken again; the hospital's is still there. */
  | { readonly type: 'notMade'; readonly reason: string }
  | PromptUnwritable

/** Everything rejects only for bugs, except `list` and `read`, which also reject when the disk can't be read. */
export interface PromptLibrary {
  /** By language, then name. */
  list(): Promise<readonly PromptView[]>
  read(
    prompt: PromptRef,
  ): Promise<{ readonly wav: Uint8Array; readonly recording: PromptRecording } | undefined>
  /** `ifSha256`: only while this is there. */
  put(prompt: PromptRef, wav: Uint8Array, ifSha256?: string): Promise<PutPrompt>
  /** Whether something would be left to hear after `remove`. */
  canBeMade(prompt: PromptRef): boolean
  remove(prompt: PromptRef): Promise<RemovePrompt>
}

/** Names of prompts: they become names of files, so nothing else is let through. */
export const PROMPT_NAME = /^(?=.{1,60}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
