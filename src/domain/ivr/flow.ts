/**
 * What a caller is led through: a graph of steps, each of which says what is heard and where the call goes next.
 *
 *     announce ─▶ menu ─┬─ option ─▶ queue ── waited too long ─▶ announce | fallback | hangUp
 *                       └─ otherwise ─▶ queue | announce | fallback | hangUp
 *
 * A flow is plain JSON, because a published flow is journaled whole: a call keeps the version that it began with.
 * The loader (`adapters/flows`) has checked every reference, so a step named here exists.
 */
import type { FlowId, QueueId } from '../ids.ts'

export type Language = 'zh' | 'en'

/** A key of a telephone. Which key was pressed never enters a fact; the name of the option behind it does. */
export type MenuKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#'

/** `emergency` overtakes every `routine` caller; within a class, first come is first served. */
export type PriorityClass = 'emergency' | 'routine'

/** FreeSWITCH's names of the Q.850 causes that a flow may end with. */
export type FlowHangUpCause = 'NORMAL_CLEARING' | 'USER_BUSY' | 'CALL_REJECTED' | 'NORMAL_TEMPORARY_FAILURE'

/** Says its prompts, then goes on. */
export interface AnnounceStep {
  readonly kind: 'announce'
  readonly prompts: readonly string[]
  readonly next: string
}

export interface MenuOption {
  /** What facts, reports and metrics call this choice: `appointments`. */
  readonly name: string
  readonly next: string
}

/** Says its prompts and waits for one key; a key pressed during the prompts counts. */
export interface MenuStep {
  readonly kind: 'menu'
  readonly prompts: readonly string[]
  readonly options: Readonly<Partial<Record<MenuKey, MenuOption>>>
  /** How long the caller has for the key once the prompts have ended. */
  readonly timeoutMs: number
  /** How often the menu is said before the call goes to `otherwise`; at least 1. */
  readonly attempts: number
  /** Said before the menu is repeated, when no key came. */
  readonly noInputPrompts: readonly string[]
  /** Said before the menu is repeated, when a key came that stands for nothing. */
  readonly invalidPrompts: readonly string[]
  /** Where the call goes when all attempts are used up. */
  readonly otherwise: string
}

/** The caller waits for an agent; where nobody comes in time, the flow may go on elsewhere. */
export interface QueueStep {
  readonly kind: 'queue'
  readonly queueId: QueueId
  readonly priority: PriorityClass
  /** A file as the switch names it, `local_stream://moh`; goes to the switch as it stands. */
  readonly music: string
  /** Said once before the music; an agent who becomes free interrupts them. */
  readonly enterPrompts: readonly string[]
  /** How long the caller waits before the flow goes on at `otherwise`; both or neither are there. */
  readonly maxWaitMs?: number
  readonly otherwise?: string
}

/** Hands the caller to the switch's fallback group: phones that ring without this service's help. */
export interface FallbackStep {
  readonly kind: 'fallback'
  readonly prompts: readonly string[]
}

/** Ends the flow and the call. */
export interface HangUpStep {
  readonly kind: 'hangUp'
  readonly prompts: readonly string[]
  readonly cause: FlowHangUpCause
}

export type Step = AnnounceStep | MenuStep | QueueStep | FallbackStep | HangUpStep

export interface Flow {
  readonly id: FlowId
  /** `sha256:` and the hash of the flow's content in canonical JSON: equal content, equal version. */
  readonly version: string
  /** While a call has no language of its own, each prompt is heard in each of these, in this order. */
  readonly languages: readonly Language[]
  readonly start: string
  /** Whether its calls are recorded, where the queue doesn't say; absent: as the site does. */
  readonly record?: boolean
  readonly steps: Readonly<Record<string, Step>>
}
