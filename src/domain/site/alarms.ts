/** Things that an operator must see to, by name; a closed list that facts, metrics and alert rules share. */
import type { NodeId } from '../ids.ts'

export const ALARMS = [
  /** The stage or the store of recordings has no room. */
  'storageFull',
  'storageUnavailable',
  /** A certificate is missing or no use: nothing can be sealed, and plaintext stays in the spool. */
  'sealingUnavailable',
  /** A sealed segment's number is taken by another one. */
  'segmentConflict',
  /** The spool has little room left. */
  'spoolFull',
  /** The spool is not a tmpfs: plaintext reaches a disk. */
  'spoolNotTmpfs',
  /** A spool file that no call knows of. */
  'unknownTake',
  /** The switch doesn't record though it was told to. */
  'recordingRefused',
  'webhookDisabled',
  /** Something is wrong in the flow files: what ran before goes on. */
  'flowsInvalid',
  /** Flow files of this controller say otherwise than what runs, which another controller, or the API, has published. */
  'flowsDiffer',
  /** There is more to do than can be done in time: routine callers hear that all is busy. */
  'overloaded',
  /** Phones that were administered are not, or not as they are now, in the switch's directory. */
  'phonesNotWritten',
  'keyServiceAway',
  /** The way to a switch on another machine, not that switch, is what fails; the detail names the tunnel. */
  'tunnelDown',
  /** A switch takes its time over orders: callers wait for each prompt, and the fallback may take them. */
  'switchSlow',
  /** A switch has few sessions left: soon it refuses callers. */
  'switchFull',
  /** A switch that is being drained takes calls again: no other one in reach does. */
  'drainSuspended',
  /** Nothing came from a leg that was in a talk on this node (`call/quality.ts`). */
  'oneWayAudio',
  /** Callers wait who need a licence that nobody has who is logged on; the detail names queue and licence. */
  'noLicensedAgent',
  /** An emergency waits, and nobody has taken it; the detail names queue and call. */
  'emergencyWaiting',
  /** The wall clock of the controller's machine was set: what is dated is off until it has been caught up with. */
  'clockStepped',
  /** The database gives no answer in time: facts are kept on the owner's machine alone. */
  'journalLocal',
  /** Facts that were kept so have no place in the journal any more: another controller has gone on without them. */
  'factsSetAside',
  /** A controller's disk gives no answer: while the database is away it could keep nothing. */
  'localJournalUnusable',
  /** A caller who was promised to be called back couldn't be reached; the detail names queue and call. */
  'callbackFailed',
] as const
export type AlarmName = (typeof ALARMS)[number]

/** One that lasts. */
export interface Alarm {
  readonly alarm: AlarmName
  /** Null: not about one node. */
  readonly nodeId: NodeId | null
  readonly detail: string
  readonly since: number
}

/** What an alarm is known by while it lasts. */
export function alarmKey(alarm: AlarmName, nodeId: NodeId | null): string {
  return `${alarm} ${nodeId ?? ''}`
}
