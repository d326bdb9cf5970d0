/** What the simulated switch knows of a leg, and what the person on a caller's leg has lived through. */
import type { AgentId, CallId, LegId } from '../../../src/domain/ids.ts'
import type { Arrival } from '../../../src/domain/site/inputs.ts'

export interface Caller {
  readonly legId: LegId
  /** Hangs up after so long without a person to talk to; undefined: stays on the line. */
  readonly patienceMs: number | undefined
  talked: boolean
  metFallback: boolean
  /** Who ended it. */
  end: 'self' | 'switchDied' | 'ended' | undefined
}

export interface Channel {
  readonly id: LegId
  /** `caller` too, from the claim on, of a caller who was called back. */
  role: 'caller' | 'agent' | 'party'
  /** `cti_call_id`: set at the claim, or at the originate. */
  callId: CallId | undefined
  readonly extension: string | undefined
  readonly agentId: AgentId | undefined
  arrival: Arrival | undefined
  answered: boolean
  bridgedTo: LegId | undefined
  /** Talks with somebody of the fallback group. */
  withFallback: boolean
  waiting: boolean
  fallback: boolean
  /** Counts the times that the fallback was armed; an armed timer that finds another number does nothing. */
  armed: number
  isArmed: boolean
  /** Counts what was played; a prompt that finds another number was broken off. */
  sound: number
  music: boolean
  /** Whoever answered was asked for a key, and has pressed it. */
  asked: 'no' | 'yes' | 'pressed'
  /** Counts bridges, for whoever means to end one. */
  bridges: number
  /** The file that it is recorded into now. */
  file: string | undefined
}

export function channel(id: LegId, role: Channel['role'], more: Partial<Channel> = {}): Channel {
  return {
    id,
    role,
    callId: undefined,
    extension: undefined,
    agentId: undefined,
    arrival: undefined,
    answered: false,
    bridgedTo: undefined,
    withFallback: false,
    waiting: false,
    fallback: false,
    armed: 0,
    isArmed: false,
    sound: 0,
    music: false,
    asked: 'no',
    bridges: 0,
    file: undefined,
    ...more,
  }
}

/** How often what goes wrong; 0 to 1. */
export interface Faults {
  readonly eventLost: number
  readonly eventTwice: number
  readonly eventLate: number
  readonly refused: number
  readonly unanswered: number
  readonly phoneVanishes: number
  readonly phoneSilent: number
  readonly connectionEveryMs: number
  readonly restartEveryMs: number
  readonly switchDiesEveryMs: number
  /** For each recording: that it stops by itself, or the leg changes its codec. */
  readonly recordingBreaks: number
}
