import { nowMs } from '../switch-time.ts'
import { causeNumber } from './causes.ts'
import type { Channel } from './channel.ts'
import { localStamp, micros } from './events/dates.ts'

/** switch_channel_set_timestamps: the variables that call records are made of, set when the channel hangs up. */
export function setTimestamps(channel: Channel): void {
  const t = channel.profile.times
  const hungup = t.hungup || nowMs()
  channel.set('caller_id', callerId(channel))
  channel.set('digits_dialed', channel.dialled || 'none')
  for (const [name, at] of [
    ['start', t.created],
    ['profile_start', t.profileCreated],
    ['answer', t.answered],
    ['bridge', t.bridged],
    ['hold', t.lastHold],
    ['progress', t.progress],
    ['progress_media', t.progressMedia],
    ['end', hungup],
  ] as const) {
    if (at > 0) channel.set(`${name}_stamp`, localStamp(at))
  }
  for (const [name, at] of [
    ['start', t.created],
    ['profile_start', t.profileCreated],
    ['answer', t.answered],
    ['bridge', t.bridged],
    ['last_hold', t.lastHold],
    ['progress', t.progress],
    ['progress_media', t.progressMedia],
    ['end', hungup],
  ] as const) {
    channel.set(`${name}_epoch`, seconds(at))
    channel.set(`${name}_uepoch`, micros(at))
  }
  for (const [name, ms] of [
    ['duration', hungup - t.created],
    ['billsec', t.answered ? hungup - t.answered : 0],
    ['progress', t.progress ? t.progress - t.created : 0],
    ['answer', t.answered ? t.answered - t.created : 0],
    ['wait', t.bridged ? t.bridged - t.created : 0],
    ['progress_media', t.progressMedia ? t.progressMedia - t.created : 0],
  ] as const) {
    setDuration(channel, name, ms)
  }
}

export function setHangupCause(channel: Channel): void {
  const cause = channel.hangupCause ?? 'NORMAL_CLEARING'
  const number = causeNumber(cause)
  channel.set('hangup_cause', cause)
  channel.set('hangup_cause_q850', number > 127 ? 16 : number)
}

function setDuration(channel: Channel, name: string, ms: number): void {
  const whole = Math.max(0, ms)
  if (name === 'duration' || name === 'billsec') channel.set(name, seconds(whole))
  else channel.set(`${name}sec`, seconds(whole))
  const stem = name === 'billsec' ? 'bill' : name === 'duration' ? '' : name
  channel.set(stem === '' ? 'mduration' : `${stem}msec`, whole)
  channel.set(stem === '' ? 'uduration' : `${stem}usec`, micros(whole))
}

function callerId(channel: Channel): string {
  const { callerIdName, callerIdNumber } = channel.profile
  return callerIdName ? `"${callerIdName}" <${callerIdNumber}>` : callerIdNumber
}

function seconds(ms: number): string {
  return String(Math.floor(ms / 1000))
}
