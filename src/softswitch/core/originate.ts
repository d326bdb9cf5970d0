import { nowMs } from '../switch-time.ts'
import type { Cause } from './causes.ts'
import { type Channel, waitAny } from './channel.ts'
import type { Core } from './core.ts'
import { type DialTarget, parseDialString } from './dial-string.ts'
import { hasCommand, parseAllCommands } from './execute.ts'
import { hangUp } from './hangup.ts'
import { answer, preAnswer, ringReady } from './marks.ts'
import { createOutbound } from './outbound.ts'
import { Ringback } from './ringback.ts'
import { isTrue, toInt } from './text.ts'

export type Originated = { ok: true; peer: Channel } | { ok: false; cause: Cause }

export interface OriginateOptions {
  readonly caller?: Channel
  readonly timeoutSeconds?: number
  readonly callerIdName?: string | undefined
  readonly callerIdNumber?: string | undefined
}

/**
 * switch_ivr_originate: tries the groups of a dial string in turn, rings the legs of a group together, and gives
 * back the first that answers (or has early media, unless `ignore_early_media`). The others get LOSE_RACE.
 */
export async function originate(core: Core, text: string, options: OriginateOptions): Promise<Originated> {
  const parsed = parseDialString(text)
  const caller = options.caller
  caller?.set('originate_disposition', 'failure')
  caller?.set('DIALSTATUS', 'INVALIDARGS')
  if (!parsed.ok) return { ok: false, cause: 'DESTINATION_OUT_OF_ORDER' }
  const { globals, groups } = parsed.dial
  let last: Originated = { ok: false, cause: 'DESTINATION_OUT_OF_ORDER' }
  for (const group of groups) {
    last = await tryGroup(core, group, globals, options)
    if (last.ok || last.cause === 'ORIGINATOR_CANCEL') break
    // A time limit ends the whole attempt, unless `originate_continue_on_timeout`.
    if (last.cause === 'NO_ANSWER' && !isTrue(globals.get('originate_continue_on_timeout'))) break
  }
  if (caller !== undefined) {
    caller.set('originate_disposition', last.ok ? 'SUCCESS' : last.cause)
    caller.set('DIALSTATUS', last.ok ? 'SUCCESS' : dialStatus(last.cause))
  }
  return last
}

interface Attempt {
  readonly legs: Channel[]
  readonly ignoreEarlyMedia: boolean
  readonly deadlineMs: number
  /** Each leg's own `leg_timeout`, by uuid. */
  readonly legDeadlines: ReadonlyMap<string, number>
}

async function tryGroup(
  core: Core,
  group: readonly DialTarget[],
  globals: ReadonlyMap<string, string>,
  options: OriginateOptions,
): Promise<Originated> {
  const caller = options.caller
  const legs: Channel[] = []
  const legDeadlines = new Map<string, number>()
  let cause: Cause = 'DESTINATION_OUT_OF_ORDER'
  for (const target of group) {
    const variables = legVariables(globals, target, options)
    const made = createOutbound(core, target.endpoint, variables, caller)
    if (!made.ok) {
      cause = made.cause
      continue
    }
    made.channel.raise('ORIGINATING')
    made.channel.holds++
    made.channel.handlers.push({
      name: 'originate',
      routing: async (channel) => {
        channel.setState('CS_CONSUME_MEDIA')
        return 'stop'
      },
      consumeMedia: async () => 'stop',
    })
    const ownSeconds = toInt(variables.get('leg_timeout'))
    if (ownSeconds > 0) legDeadlines.set(made.channel.uuid, nowMs() + ownSeconds * 1000)
    legs.push(made.channel)
    core.launch(made.channel)
  }
  if (legs.length === 0) return { ok: false, cause }
  const attempt: Attempt = {
    legs,
    legDeadlines,
    ignoreEarlyMedia: ignoresEarlyMedia(globals, caller),
    deadlineMs: nowMs() + limitSeconds(core, globals, options) * 1000,
  }
  const result = await race(core, attempt, caller)
  for (const leg of legs) {
    leg.holds--
    leg.poke()
  }
  return result
}

async function race(core: Core, attempt: Attempt, caller: Channel | undefined): Promise<Originated> {
  const { legs } = attempt
  const ringback = caller === undefined ? undefined : new Ringback(core, caller)
  let outcome: Channel | 'timeout' | 'cancel' | undefined
  let passedRing = false
  while (outcome === undefined) {
    if (caller !== undefined && !caller.readyHere) outcome = 'cancel'
    else if (nowMs() >= attempt.deadlineMs) outcome = 'timeout'
    else outcome = legs.find((leg) => leg.up && wins(leg, attempt))
    if (outcome !== undefined) break
    for (const leg of legs) {
      const own = attempt.legDeadlines.get(leg.uuid)
      if (own !== undefined && nowMs() >= own) hangUp(core, leg, 'ALLOTTED_TIMEOUT')
    }
    if (!legs.some((leg) => leg.up)) break
    if (caller !== undefined) {
      if (hasCommand(caller)) {
        await parseAllCommands(core, caller)
        continue
      }
      if (!passedRing && legs.some((leg) => leg.has('RING_READY'))) {
        passedRing = true
        if (!ringback?.start()) ringReady(core, caller)
      }
    }
    const now = nowMs()
    const next = Math.min(attempt.deadlineMs, ...[...attempt.legDeadlines.values()].filter((d) => d > now))
    await waitAny(caller === undefined ? legs : [...legs, caller], next - now)
  }
  ringback?.stop()
  return settle(core, attempt, caller, outcome)
}

function wins(leg: Channel, attempt: Attempt): boolean {
  if (leg.has('ANSWERED')) return leg.state === 'CS_CONSUME_MEDIA'
  return !attempt.ignoreEarlyMedia && leg.has('EARLY_MEDIA') && leg.state === 'CS_CONSUME_MEDIA'
}

/** Ends the legs that lost, and says what became of the attempt (switch_ivr_originate, `notready` and `done`). */
function settle(
  core: Core,
  attempt: Attempt,
  caller: Channel | undefined,
  outcome: Channel | 'timeout' | 'cancel' | undefined,
): Originated {
  const { legs } = attempt
  const winner = typeof outcome === 'object' ? outcome : undefined
  const reason: Cause =
    outcome === 'timeout' ? 'NO_ANSWER' : outcome === 'cancel' ? 'ORIGINATOR_CANCEL' : 'LOSE_RACE'
  for (const leg of legs) {
    if (leg === winner || !leg.up) continue
    if (reason === 'LOSE_RACE') leg.set('group_dial_status', 'loser')
    hangUp(core, leg, reason)
  }
  if (winner !== undefined) {
    winner.removeHandlers('originate')
    // `user/` is a channel type of its own: what it made is told once more when it comes back.
    if (winner.get('dialed_user') !== undefined) winner.fire('CHANNEL_OUTGOING')
    if (caller !== undefined) {
      if (winner.has('ANSWERED')) answer(caller)
      else preAnswer(core, caller)
      if (!caller.readyHere) {
        hangUp(core, winner, 'ORIGINATOR_CANCEL')
        return { ok: false, cause: 'ORIGINATOR_CANCEL' }
      }
      caller.originatee = winner.profile
      caller.lastProfile = 'originatee'
    }
    return { ok: true, peer: winner }
  }
  if (outcome === 'timeout') return { ok: false, cause: 'NO_ANSWER' }
  if (outcome === 'cancel') return { ok: false, cause: 'ORIGINATOR_CANCEL' }
  const refused = legs[0]?.hangupCause ?? 'DESTINATION_OUT_OF_ORDER'
  return { ok: false, cause: refused }
}

function legVariables(
  globals: ReadonlyMap<string, string>,
  target: DialTarget,
  options: OriginateOptions,
): Map<string, string> {
  const variables = new Map([...globals, ...target.variables])
  if (options.callerIdName && !variables.has('origination_caller_id_name')) {
    variables.set('origination_caller_id_name', options.callerIdName)
  }
  if (options.callerIdNumber && !variables.has('origination_caller_id_number')) {
    variables.set('origination_caller_id_number', options.callerIdNumber)
  }
  return variables
}

function ignoresEarlyMedia(globals: ReadonlyMap<string, string>, caller: Channel | undefined): boolean {
  const text = globals.get('ignore_early_media') ?? caller?.get('ignore_early_media')
  return isTrue(text) || text === 'ring_ready' || text === 'consume'
}

/** `originate_timeout` in the braces, the caller's `call_timeout` or `originate_timeout`, the command's, or 60 s. */
function limitSeconds(core: Core, globals: ReadonlyMap<string, string>, options: OriginateOptions): number {
  const text =
    globals.get('originate_timeout') ??
    globals.get('call_timeout') ??
    options.caller?.get('originate_timeout') ??
    options.caller?.get('call_timeout')
  const seconds = toInt(text)
  if (seconds > 0) return seconds
  return options.timeoutSeconds || core.settings.defaultTimeoutSeconds
}

function dialStatus(cause: Cause): string {
  switch (cause) {
    case 'ORIGINATOR_CANCEL':
      return 'CANCEL'
    case 'USER_BUSY':
      return 'BUSY'
    case 'NO_ANSWER':
      return 'NOANSWER'
    case 'DESTINATION_OUT_OF_ORDER':
    case 'INVALID_PROFILE':
      return 'INVALIDARGS'
    case 'CALL_REJECTED':
      return 'DONTCALL'
    default:
      return cause
  }
}
