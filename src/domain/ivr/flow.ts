/**
 * What a caller is led through: a graph of steps, each of which says what is heard and where the call goes next.
 *
 *     announce ─▶ menu ─┬─ option ─▶ collect ─▶ confirm ─▶ lookUp ─▶ branch ─▶ queue ─ … ─▶ survey ─▶ hangUp
 *                       └─ otherwise ─▶ queue | announce | voicemail | transfer | fallback | hangUp
 *
 * A flow is plain JSON, because a published flow is journaled whole: a call keeps the version that it began with.
 * The loader (`adapters/flows`) has checked every reference, so a step named here exists.
 *
 * What a caller says of him- or herself is never in a flow's state: steps name data (`into: patientId`), the values
 * are sealed fields of the call, and whatever needs a value (an expression, a look-up, saying it back) is an errand
 * or an order of the shell's, which unseals it for that one moment.
 */
import type { LicenceNeed, NeedsFrom, SkillLevel } from '../acd/needs.ts'
import type { FlowId, QueueId } from '../ids.ts'

export type Language = 'zh' | 'en'

/** How fast what is said is said. */
export type Pace = 'standard' | 'slow'

/** A key of a telephone. Which key was pressed never enters a fact; the name of the option behind it does. */
export type MenuKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#'

/** `emergency` overtakes every `routine` caller; within a class, first come is first served. */
export type PriorityClass = 'emergency' | 'routine'

/** FreeSWITCH's names of the Q.850 causes that a flow may end with. */
export type FlowHangUpCause = 'NORMAL_CLEARING' | 'USER_BUSY' | 'CALL_REJECTED' | 'NORMAL_TEMPORARY_FAILURE'

/** A name of a call's attached data: `patientId`. */
export type DataName = string

/**
 * Something that is heard: a prompt by its name; a text, spoken by the speech provider, in which `{{name}}` stands
 * for attached data; attached data said digit by digit. A text without one of the languages is silent there. A text
 * that came with an answer of an `ask` endpoint is attached data itself: `{ dataText }` names it.
 */
export type Speech =
  | string
  | { readonly say: Readonly<Partial<Record<Language, string>>> }
  | { readonly digits: DataName }
  | { readonly dataText: DataName }

/** Says its prompts, then goes on. */
export interface AnnounceStep {
  readonly kind: 'announce'
  readonly prompts: readonly Speech[]
  readonly next: string
}

/** What steps share that wait for keys. */
interface Asking {
  readonly prompts: readonly Speech[]
  /** How long the caller has for the first key once the prompts have ended. */
  readonly timeoutMs: number
  /** How often the question is put before the call goes to `otherwise`; at least 1. */
  readonly attempts: number
  /** Said before the question is repeated, when no key came. */
  readonly noInputPrompts: readonly Speech[]
  /** Said before the question is repeated, when what came stands for nothing. */
  readonly invalidPrompts: readonly Speech[]
  /** Where the call goes when all attempts are used up. */
  readonly otherwise: string
}

export interface MenuOption {
  /** What facts, reports and metrics call this choice: `appointments`. */
  readonly name: string
  readonly next: string
}
export type MenuOptions = Readonly<Partial<Record<MenuKey, MenuOption>>>

/** Says its prompts and waits for one key; a key pressed during the prompts counts. */
export interface MenuStep extends Asking {
  readonly kind: 'menu'
  readonly options: MenuOptions
  /** By profile: what callers with that profile hear instead, and fewer choices. */
  readonly variants: Readonly<
    Record<string, { readonly prompts: readonly Speech[]; readonly options: MenuOptions }>
  >
}

/** What collected digits must be (`checks.ts`). */
export type DigitCheck =
  /** GB 11643 identity number of 18 places; `*` stands for X. */
  | 'idNumber'
  /** A date that exists: YYYYMMDD. */
  | 'date'
  /** Such a date, today or later, by the time zone of the site's calendar: checked against the input's moment, UTC+8. */
  | 'futureDate'
  /** A number in China that can be rung: mobile, or with area code. */
  | 'phoneNumber'
  /** Luhn's check digit: many hospital cards. */
  | 'luhn'

/** Takes several keys into attached data. The keys are never in a log, an event or a fact: only how many there were. */
export interface CollectStep extends Asking {
  readonly kind: 'collect'
  readonly into: DataName
  readonly minLength: number
  /** 1 to 32; that many keys end it. */
  readonly maxLength: number
  /** This key ends it sooner; null: only length or time does. */
  readonly terminator: '#' | '*' | null
  readonly interDigitMs: number
  readonly check: DigitCheck | null
  readonly next: string
}

/** Has the caller confirm what was collected or found, `times` times in a row. `prompts` say it back. */
export interface ConfirmStep extends Asking {
  readonly kind: 'confirm'
  /** Named in facts and reports: `medication`. */
  readonly about: string
  /** 2 for medication; each time the prompts are said anew. */
  readonly times: 1 | 2
  readonly yes: MenuKey
  readonly no: MenuKey
  readonly confirmed: string
  readonly refused: string
}

/** Asks for leave. A refusal about `recording` means that this call isn't recorded. */
export interface ConsentStep extends Asking {
  readonly kind: 'consent'
  readonly about: string
  readonly yes: MenuKey
  readonly no: MenuKey
  readonly given: string
  readonly refused: string
}

/** Asks for a score in each of several dimensions. A dimension without an answer is passed over. */
export interface SurveyStep {
  readonly kind: 'survey'
  /** Named in facts and reports: `satisfaction`. */
  readonly name: string
  readonly dimensions: readonly { readonly name: string; readonly prompts: readonly Speech[] }[]
  /** Scores run from `lowest` to `highest`: one key each, 0 to 9. */
  readonly lowest: number
  readonly highest: number
  readonly timeoutMs: number
  readonly attempts: number
  readonly noInputPrompts: readonly Speech[]
  readonly invalidPrompts: readonly Speech[]
  readonly next: string
}

/** Goes on by opening hours and holidays of a calendar; where nobody can tell them, as if it were open. */
export interface HoursStep {
  readonly kind: 'hours'
  readonly calendar: string
  readonly open: string
  readonly closed: string
  /** A public holiday on which the calendar is closed; absent: as `closed`. */
  readonly holiday?: string
}

/** Goes on at the first case whose expression (CEL) is true. */
export interface BranchStep {
  readonly kind: 'branch'
  readonly cases: readonly { readonly when: string; readonly next: string }[]
  readonly otherwise: string
}

/** Sets attached data: fixed values, or expressions (CEL). */
export interface SetStep {
  readonly kind: 'set'
  readonly values: Readonly<
    Record<DataName, { readonly value: string | number | boolean } | { readonly expression: string }>
  >
  readonly next: string
  /** Where an expression fails. */
  readonly otherwise: string
}

/** Asks a configured HIS source over HTTP (GET) and takes parts of its JSON answer as attached data. */
export interface LookUpStep {
  readonly kind: 'lookUp'
  /** A name of `his.sources` in the configuration. */
  readonly source: string
  /** Below the source's address; `{{name}}` stands for attached data, percent-encoded. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Attached data by JSON Pointer (RFC 6901) into the answer. */
  readonly into: Readonly<Record<DataName, string>>
  /** Pointer to a list of candidates: one is `found`, several `several`, none `notFound`. Null: 200 is found, 404 not. */
  readonly candidates: string | null
  readonly timeoutMs: number
  /** Heard, with music after them, while the source is asked. */
  readonly waitPrompts: readonly Speech[]
  readonly found: string
  /** Absent: as `notFound`. Several patients may share a number; one is never picked automatically. */
  readonly several?: string
  readonly notFound: string
  readonly failed: string
}

/** Asks a configured source what to do next; its answer is steps (all kinds but `ask`), which may lead back into the flow. */
export interface AskStep {
  readonly kind: 'ask'
  readonly source: string
  readonly path: string
  /** Attached data that is sent along. */
  readonly send: readonly DataName[]
  readonly timeoutMs: number
  /** How often it is asked in all; at least 1. */
  readonly attempts: number
  readonly waitPrompts: readonly Speech[]
  /** The flow's own way when there is no usable answer. */
  readonly otherwise: string
}

/** Sets the caller's language, the caller's profile, or both. */
export interface ProfileStep {
  readonly kind: 'profile'
  readonly language?: Language
  /** A name of the flow's `profiles`. */
  readonly profile?: string
  readonly next: string
}

/** Takes a message: recorded and sealed as any recording. Where nothing can be recorded the call goes to `otherwise`. */
export interface VoicemailStep {
  readonly kind: 'voicemail'
  readonly prompts: readonly Speech[]
  /** 1 s to 10 min. */
  readonly maxMs: number
  readonly endKey: MenuKey
  readonly next: string
  readonly otherwise: string
}

/** The caller waits for an agent; where nobody comes in time, the flow may go on elsewhere. */
export interface QueueStep {
  readonly kind: 'queue'
  readonly queueId: QueueId
  readonly priority: PriorityClass
  /** On top of what the queue demands. */
  readonly skills?: readonly SkillLevel[]
  readonly licence?: LicenceNeed
  /** Instead of the queue's. */
  readonly rank?: number
  /** By attached data, beside the queue's own; emergencies don't wait for it. */
  readonly needsFrom?: readonly NeedsFrom[]
  /** Attached data with the id of the agent for whom the caller is kept for a while; before the queue's. */
  readonly preferFrom?: DataName
  /** A file as the switch names it, `local_stream://moh`; goes to the switch as it stands. */
  readonly music: string
  /** Said once before the music; an agent who becomes free interrupts them. */
  readonly enterPrompts: readonly Speech[]
  /** How long the caller waits before the flow goes on at `otherwise`; both or neither are there. */
  readonly maxWaitMs?: number
  readonly otherwise?: string
  /** Said every so often between the music. */
  readonly announcements?: {
    readonly everyMs: number
    readonly prompts: readonly Speech[]
    /** The place in the queue is said before the prompts: prompt `queue-position` and the number. */
    readonly position: boolean
    /** Then how long it may take still, where that can be known (`acd/estimate.ts`): one of `WAIT_PROMPTS`. */
    readonly expectedWait?: boolean
    /** Said after the prompts, one of them each time, in turn. */
    readonly comfort?: readonly { readonly prompts: readonly Speech[] }[]
  }
  /** Ways out of the queue by key; the place is given up. */
  readonly keys?: MenuOptions
  /** Where the caller goes when the agent has hung up and the caller hasn't; absent: the call ends. */
  readonly afterTalk?: string
}

/** Promises to call the caller back at the place where he or she stood; `notYet` where that can't be promised. */
export interface CallbackStep {
  readonly kind: 'callback'
  readonly queueId: QueueId
  readonly accepted: string
  readonly notYet: string
}

export type TransferTarget =
  /** A phone of the house. */
  | { readonly extension: string }
  /** A number outside, by the switch's gateway. */
  | { readonly number: string }
  /** Another flow, from its start, in its current version. */
  | { readonly flowId: FlowId }

/** Hands the caller to a phone or a flow; where that fails, the flow goes on at `otherwise`. */
export interface TransferStep {
  readonly kind: 'transfer'
  readonly to: TransferTarget
  readonly prompts: readonly Speech[]
  readonly ringMs: number
  readonly otherwise: string
}

/** Hands the caller to the switch's fallback group: phones that ring without this service's help. */
export interface FallbackStep {
  readonly kind: 'fallback'
  readonly prompts: readonly Speech[]
}

/** Ends the flow and the call. */
export interface HangUpStep {
  readonly kind: 'hangUp'
  readonly prompts: readonly Speech[]
  readonly cause: FlowHangUpCause
}

export type Step =
  | AnnounceStep
  | MenuStep
  | CollectStep
  | ConfirmStep
  | ConsentStep
  | SurveyStep
  | HoursStep
  | BranchStep
  | SetStep
  | LookUpStep
  | AskStep
  | ProfileStep
  | VoicemailStep
  | QueueStep
  | CallbackStep
  | TransferStep
  | FallbackStep
  | HangUpStep

/** The kinds of step, for whoever lists them. */
export type StepKind = Step['kind']

/** How callers with this profile are treated: elderly ones hear slow speech and have more time. */
export interface Profile {
  readonly pace: Pace
  /** Times every time-out for keys: 1 to 5. */
  readonly timeoutFactor: number
  /** Added to every step's attempts. */
  readonly extraAttempts: number
}

export interface Flow {
  readonly id: FlowId
  /** `sha256:` and the hash of the flow's content in canonical JSON: equal content, equal version. */
  readonly version: string
  /** While a call has no language of its own, all that a step says is heard in each of these, one after the other. */
  readonly languages: readonly Language[]
  readonly start: string
  /** Whether its calls are recorded, where the queue doesn't say; absent: as the site does. */
  readonly record?: boolean
  /** Its callers are emergencies from its first step on; absent: they are once something makes them so. */
  readonly urgent?: boolean
  readonly profiles: Readonly<Record<string, Profile>>
  /** This key leads from every step, and from every queue of another class, to `step`. */
  readonly emergency?: { readonly key: MenuKey; readonly step: string }
  /**
   * A caller for whose keys it has been waited so long in vain, prompts not counted, is led to `step`, once in a call.
   */
  readonly silence?: { readonly afterMs: number; readonly step: string }
  readonly steps: Readonly<Record<string, Step>>
}
