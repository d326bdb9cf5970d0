/** What the simulated switch does with each order. */
import { assertNever } from '../../../src/domain/assert-never.ts'
import type { LegId } from '../../../src/domain/ids.ts'
import type { Command } from '../../../src/domain/site/commands.ts'
import { takeToken } from '../../../src/domain/site/inputs.ts'
import { randomKeys } from '../support/random-flow.ts'
import { type Channel, channel } from './channel.ts'
import type { FaultySwitch, SwitchEvent } from './faulty-switch.ts'
import { fileOf, maskFile, startFile, stopFile } from './recordings.ts'

export type Reason = Extract<SwitchEvent, { type: 'commandFailed' }>['reason']
/** Errands aren't the switch's. */
export type SwitchOrder = Exclude<Command, { type: 'runErrand' }>
type Reply = (event: SwitchEvent) => void

/** `reply` is what the one who ordered hears; events are what everybody hears. */
export function carryOut(sw: FaultySwitch, command: SwitchOrder, reply: Reply): void {
  // No simulated trunk tries another node.
  if (command.type === 'pauseInbound' || command.type === 'lookAtPhones') return
  const { random, faults } = sw
  const token = tokenOf(command)
  const fail = (reason: Reason, cause?: string) =>
    reply({ type: 'commandFailed', legId: command.legId, command: command.type, token, reason, cause })
  const leg = sw.channels.get(command.legId)
  if (command.type === 'originate') {
    originate(sw, command, fail)
    return
  }
  if (!leg) {
    if (command.type !== 'hangUpStray') fail('noSuchLeg')
    return
  }
  switch (command.type) {
    case 'claimLeg':
      if (leg.role === 'party') sw.isCaller(leg)
      leg.callId = command.callId
      leg.waiting = true
      leg.isArmed = false
      return
    case 'answer':
      sw.later(leg, random.between(5, 60), () => {
        if (leg.answered) return
        leg.answered = true
        sw.say({ type: 'legAnswered', legId: leg.id })
      })
      return
    case 'play':
    case 'collect': {
      if (random.chance(faults.refused)) {
        fail('refused')
        return
      }
      if (random.chance(faults.unanswered)) {
        fail('timedOut')
        return
      }
      leg.sound += 1
      leg.music = false
      const { sound } = leg
      const isAsked = command.type === 'collect' && leg.role !== 'caller'
      if (isAsked) leg.asked = 'yes'
      sw.later(leg, random.between(200, 9_000), () => {
        if (leg.sound !== sound) return
        const event = heard(sw, command)
        if (isAsked && isOne(event)) leg.asked = 'pressed'
        reply(event)
      })
      return
    }
    case 'startMusic': {
      leg.sound += 1
      leg.music = true
      const { sound } = leg
      const { keys } = command
      if (keys.length === 0 || !random.chance(0.3)) return
      sw.later(leg, random.between(200, 30_000), () => {
        if (leg.sound === sound) reply({ type: 'keyPressed', legId: leg.id, key: random.pick(keys) })
      })
      return
    }
    case 'stopPlayback':
      leg.sound += 1
      leg.music = false
      return
    case 'answerPhone':
      // Not every phone heeds it.
      return
    case 'bridge':
      bridge(sw, leg, command.withLegId, fail)
      return
    case 'hangUp':
    case 'hangUpStray': {
      const cause = command.type === 'hangUp' ? command.cause : 'NORMAL_CLEARING'
      if (command.type === 'hangUp' && random.chance(faults.unanswered)) {
        fail('timedOut')
        return
      }
      sw.later(leg, random.between(0, 20), () => sw.hangUp(leg, cause))
      return
    }
    case 'sendToFallback':
      sw.toFallback(leg)
      return
    case 'startRecording':
      startFile(sw, leg, command, fail)
      return
    case 'stopRecording': {
      const file = fileOf(command)
      if (leg.file === file) stopFile(sw, leg, file)
      else fail('refused')
      return
    }
    case 'maskRecording':
      maskFile(sw, leg, command, fail, reply)
      return
    default:
      assertNever(command)
  }
}

/** By what the one who ordered knows the order again. */
export function tokenOf(command: SwitchOrder): string | undefined {
  if ('token' in command) return command.token
  return 'recordingId' in command ? takeToken(command.recordingId, command.take) : undefined
}

function heard(sw: FaultySwitch, command: Extract<Command, { type: 'play' | 'collect' }>): SwitchEvent {
  const { legId, token, keys } = command
  const { random } = sw
  const key = keys.length > 0 && random.chance(0.05) ? random.pick(keys) : undefined
  if (command.type === 'play')
    return { type: 'promptFinished', legId, token, ...(key === undefined ? {} : { key }) }
  if (key !== undefined)
    return { type: 'digitsCollected', legId, token, result: { kind: 'interrupted', key } }
  const digits = randomKeys((n) => random.between(0, n - 1), command.max, command.digits)
  if (digits === 'none' || digits === 'invalid')
    return { type: 'digitsCollected', legId, token, result: { kind: digits } }
  if (digits.length > 10) sw.keyed.add(digits)
  return { type: 'digitsCollected', legId, token, result: { kind: 'digits', digits } }
}

/** The key by which whoever is asked says yes. */
function isOne(event: SwitchEvent): boolean {
  return event.type === 'digitsCollected' && event.result.kind === 'digits' && event.result.digits === '1'
}

function bridge(
  sw: FaultySwitch,
  leg: Channel,
  withLegId: LegId,
  fail: (reason: Reason, cause?: string) => void,
): void {
  const { random, faults } = sw
  const other = sw.channels.get(withLegId)
  if (!other) {
    fail('noSuchLeg')
    return
  }
  if (leg.fallback || random.chance(faults.refused)) {
    fail('refused')
    return
  }
  sw.later(leg, random.between(6, 40), () => {
    if (sw.channels.get(withLegId) === other && leg.bridgedTo !== other.id) sw.bridge(leg, other)
  })
}

function originate(
  sw: FaultySwitch,
  command: Extract<Command, { type: 'originate' }>,
  fail: (reason: Reason, cause?: string) => void,
): void {
  const { random, faults } = sw
  const extension = command.to.kind === 'extension' ? command.to.extension : undefined
  if (random.chance(faults.refused)) {
    fail('refused', random.pick(['USER_NOT_REGISTERED', 'GATEWAY_DOWN']))
    return
  }
  const isLost = random.chance(faults.unanswered)
  if (isLost) fail('timedOut')
  if (isLost && random.chance(0.5)) return
  // The channel exists only a moment later: a hang-up that comes before finds nothing (CANCEL race).
  const { core } = sw
  sw.time.after(random.between(0, 25), () => {
    if (sw.core !== core) return
    if (sw.channels.has(command.legId)) {
      fail('refused', 'NORMAL_TEMPORARY_FAILURE')
      return
    }
    const busy =
      extension !== undefined && [...sw.channels.values()].some((leg) => leg.extension === extension)
    if (busy) {
      fail('refused', 'USER_BUSY')
      return
    }
    const leg = channel(command.legId, command.role, {
      callId: command.callId,
      extension,
      agentId: command.agentId,
    })
    sw.channels.set(leg.id, leg)
    sw.ring(leg, command.ringMs, command.earlyMedia === 'accept')
  })
}
