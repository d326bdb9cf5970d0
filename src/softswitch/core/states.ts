/** Channel states in FreeSWITCH's order (switch_types.h, switch_channel.c `state_names`). */
export const STATES = [
  'CS_NEW',
  'CS_INIT',
  'CS_ROUTING',
  'CS_SOFT_EXECUTE',
  'CS_EXECUTE',
  'CS_EXCHANGE_MEDIA',
  'CS_PARK',
  'CS_CONSUME_MEDIA',
  'CS_HIBERNATE',
  'CS_RESET',
  'CS_HANGUP',
  'CS_REPORTING',
  'CS_DESTROY',
  'CS_NONE',
] as const

export type State = (typeof STATES)[number]

/** Call states (switch_channel.c `CALLSTATE_CHART`). */
export const CALL_STATES = [
  'DOWN',
  'DIALING',
  'RINGING',
  'EARLY',
  'ACTIVE',
  'HELD',
  'RING_WAIT',
  'HANGUP',
  'UNHELD',
] as const

export type CallState = (typeof CALL_STATES)[number]

/** The number in `Channel-State-Number`. */
export function stateNumber(state: State): number {
  return STATES.indexOf(state)
}

/** The number in `Channel-Call-State-Number`. */
export function callStateNumber(state: CallState): number {
  return CALL_STATES.indexOf(state)
}

/** True from CS_HANGUP on. */
export function isDown(state: State): boolean {
  return stateNumber(state) >= stateNumber('CS_HANGUP')
}
