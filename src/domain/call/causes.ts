/** Causes as FreeSWITCH names them (switch_types.h, `switch_call_cause_t`), as far as decisions look at them. */

/** Causes that we give when we end a leg. */
export type HangUpCause =
  | 'NORMAL_CLEARING'
  | 'ORIGINATOR_CANCEL'
  | 'NO_ANSWER'
  | 'LOSE_RACE'
  | 'NORMAL_TEMPORARY_FAILURE'
  | 'USER_BUSY'
  | 'CALL_REJECTED'

/** Our own word in a cause's place, for a leg whose end nobody saw. */
export const LOST = 'LOST'

/** Why an offered leg came to nothing, in the field's words. */
export type LegFailure =
  | 'busy'
  | 'noAnswer'
  | 'rejected'
  | 'unreachable'
  | 'invalidNumber'
  | 'cancelled'
  | 'failed'

const FAILURES: Readonly<Record<string, LegFailure>> = {
  USER_BUSY: 'busy',
  NO_ANSWER: 'noAnswer',
  NO_USER_RESPONSE: 'noAnswer',
  ALLOTTED_TIMEOUT: 'noAnswer',
  PROGRESS_TIMEOUT: 'noAnswer',
  RECOVERY_ON_TIMER_EXPIRE: 'unreachable',
  CALL_REJECTED: 'rejected',
  USER_NOT_REGISTERED: 'unreachable',
  SUBSCRIBER_ABSENT: 'unreachable',
  UNALLOCATED_NUMBER: 'invalidNumber',
  INVALID_NUMBER_FORMAT: 'invalidNumber',
  NO_ROUTE_DESTINATION: 'unreachable',
  NO_ROUTE_TRANSIT_NET: 'unreachable',
  DESTINATION_OUT_OF_ORDER: 'unreachable',
  NETWORK_OUT_OF_ORDER: 'unreachable',
  GATEWAY_DOWN: 'unreachable',
  ORIGINATOR_CANCEL: 'cancelled',
  LOSE_RACE: 'cancelled',
  PICKED_OFF: 'cancelled',
}

/** What a hang-up cause means for a leg that hadn't been answered. Unknown causes are `failed`. */
export function legFailureOf(cause: string): LegFailure {
  return FAILURES[cause] ?? 'failed'
}

/** Causes with which a person's phone ends a talk; all others mean that the phone or its network went away. */
const ENDED_BY_A_PERSON = new Set([
  'NORMAL_CLEARING',
  'NORMAL_UNSPECIFIED',
  'ORIGINATOR_CANCEL',
  'CALL_REJECTED',
])

/** Whether an answered leg ended because somebody ended it, rather than by a phone or network that vanished. */
export function endedByPerson(cause: string): boolean {
  return ENDED_BY_A_PERSON.has(cause)
}
