/** What every order needs: the event socket, and a way to report what came of it. */
import type { LegId, NodeId, RecordingId } from '../../../domain/ids.ts'
import type { Playable, RawSwitchInput, SwitchCommand } from '../../../runtime/switch.ts'
import type { Draining } from '../draining.ts'
import type { Originating } from '../originating.ts'
import type { PhoneWatch } from '../phone-watch.ts'
import type { Commands } from '../session.ts'
import type { Terminators } from '../terminators.ts'

export type CommandFailed = Extract<RawSwitchInput, { type: 'commandFailed' }>

/** An order of one type. */
export type Order<Type extends SwitchCommand['type']> = Extract<SwitchCommand, { readonly type: Type }>

/** Anything but success. */
interface Outcome {
  readonly type: 'refused' | 'timedOut' | 'connectionLost' | 'overloaded' | 'invalid'
  readonly text?: string
  readonly reason?: string
}

export interface OrderContext {
  readonly nodeId: NodeId
  readonly switch: Commands
  /** The gateway for numbers outside, as the switch's configuration names it; undefined when there is none. */
  gateway(): string | undefined
  promptFile(prompt: Playable): string
  /** The take's file in the spool, as the switch sees it; undefined where nothing is recorded. */
  recordingFile(recordingId: RecordingId, take: number): string | undefined
  /** Milliseconds since the epoch. */
  now(): number
  report(input: RawSwitchInput): void
  /** Reports `commandFailed`, and logs it. */
  fail(order: FailedOrder, outcome: Outcome): void
  /** Pokes the switch until `arrived` names this leg, at most `forMs`. */
  expect(legId: LegId, forMs: number): void
  arrived(legId: LegId): void
  readonly originating: Originating
  readonly terminators: Terminators
  /** Legs whose music we have stopped: a key that comes for it all the same has been overtaken. */
  readonly silenced: Set<LegId>
  readonly draining: Pick<Draining, 'order'>
  readonly phones: Pick<PhoneWatch, 'look'>
}

export interface FailedOrder {
  readonly command: SwitchCommand['type']
  readonly legId: LegId
  readonly token?: string
  readonly cause?: string
}

/** mod_commands.c says `No such channel!`, or `Cannot locate session!`; mod_event_socket.c `invalid session id`. */
const NO_SUCH_LEG = /No such channel|Cannot locate session|invalid session id/i

export function reasonOf(outcome: Outcome): CommandFailed['reason'] {
  switch (outcome.type) {
    case 'refused':
      return NO_SUCH_LEG.test(outcome.text ?? '') ? 'noSuchLeg' : 'refused'
    case 'overloaded':
      // Nothing was sent, and nothing else will be: as if the switch had said no.
      return 'refused'
    default:
      return outcome.type
  }
}

/** The switch takes an api command in well under a millisecond; past this it isn't well. */
export const API_MS = 5_000

/** The extension that arms the fallback and parks again (freeswitch-conf, dialplan/cti.xml). */
export const RETURN = 'cti_return:XML:cti'
