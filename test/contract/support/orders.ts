/**
 * What the service sends, word for word. orders.test.ts holds these texts against src/adapters/esl/orders, so a
 * scenario can't go on about a command that the service has ceased to send.
 */

export const RETURN = 'cti_return:XML:cti'
export const FALLBACK = 'cti_fallback XML cti_fallback'

/** No key ends what plays, and none is logged or counted. */
export const QUIET_KEYS = 'playback_terminators=none;sensitive_dtmf=true'

/** Takes a caller over from the dialplan. */
export function claim(uuid: string, callId: string): [marks: string, disarm: string] {
  const marks = `cti_call_id=${callId};cti_role=caller;cti_waiting=true;transfer_after_bridge=${RETURN};${QUIET_KEYS}`
  return [`uuid_setvar_multi ${uuid} ${marks}`, `sched_del ${uuid}`]
}

/** Before a bridge, for the leg that comes second: it doesn't stay, and whom it holds comes back. */
export function leaves(uuid: string): string {
  return `uuid_setvar_multi ${uuid} park_after_bridge=false;hold_hangup_xfer_exten=${RETURN}`
}

/** Before a bridge, for the leg that comes first: its keys reach the other one. */
export function openKeys(uuid: string): string {
  return `uuid_setvar ${uuid} sensitive_dtmf`
}

/** By which phones answer that don't heed `Call-Info: …;answer-after=0`. */
export const AUTO_ANSWER_ALERT = '<http://cti-bridge.invalid>;info=alert-autoanswer;delay=0'

/** A phone that rings is told to answer by itself. */
export function answerPhone(uuid: string): string {
  return `uuid_phone_event ${uuid} talk`
}

export interface OriginateText {
  readonly uuid: string
  /** `user/1001`, `sofia/gateway/outside/13900139000` */
  readonly to: string
  readonly callId: string
  readonly role?: 'agent' | 'party'
  readonly timeoutSeconds?: number
  readonly earlyMedia?: 'ignore' | 'accept'
  /** Undefined: none is set. */
  readonly shownNumber?: string
  /** Absent: the phone rings. */
  readonly autoAnswer?: boolean
}

export function originate(text: OriginateText): string {
  const { role = 'agent', timeoutSeconds = 22, earlyMedia = 'ignore', shownNumber, autoAnswer } = text
  const variables = [
    `origination_uuid=${text.uuid}`,
    `cti_call_id=${text.callId}`,
    `cti_role=${role}`,
    `originate_timeout=${timeoutSeconds}`,
    `ignore_early_media=${earlyMedia === 'ignore'}`,
    ...(role === 'agent'
      ? ['continue_on_fail=true', 'park_after_early_bridge=true', 'park_after_bridge=true']
      : []),
    ...(autoAnswer === true ? ['sip_auto_answer=true', `alert_info=${AUTO_ANSWER_ALERT}`] : []),
    ...(shownNumber === undefined
      ? []
      : [`origination_caller_id_number=${shownNumber}`, `origination_caller_id_name=${shownNumber}`]),
  ]
  return `originate {${variables.join(',')}}${text.to} &park()`
}

/** MIN MAX TRIES TIMEOUT TERMINATORS FILE INVALID_FILE VARIABLE */
export function collectArgument(timeoutMs: number, files: readonly string[]): string {
  const spoken = `file_string://${['silence_stream://20', ...files].join('!')}`
  return `1 1 1 ${timeoutMs} none ${spoken} silence_stream://20 cti_digits`
}

export interface EntryText {
  readonly max: number
  readonly timeoutMs: number
  readonly interDigitMs: number
  readonly files: readonly string[]
}

/** Several keys: … REGEX DIGIT_TIMEOUT */
export function entryArgument({ max, timeoutMs, interDigitMs, files }: EntryText): string {
  const spoken = `file_string://${['silence_stream://20', ...files].join('!')}`
  return `1 ${max} 1 ${timeoutMs} *# ${spoken} silence_stream://20 cti_digits '' ${interDigitMs}`
}

/** What is set from the leg's own queue, in front of what these keys are to end. */
export function terminators(keys: string): string {
  return `playback_terminators=${keys}`
}

export function playArgument(files: readonly string[]): string {
  return `file_string://${files.join('!')}`
}

/** How a leg is recorded (src/adapters/esl/orders/record.ts). */
export const RECORD_HOW =
  'RECORD_STEREO=true;RECORD_MIN_SEC=0;record_sample_rate=8000;enable_file_write_buffering=false;' +
  'RECORD_PRE_BUFFER_FRAMES=4;RECORD_USE_THREAD=false'
