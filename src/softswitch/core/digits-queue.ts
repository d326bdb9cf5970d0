import type { Digit } from '../ports.ts'
import type { Channel } from './channel.ts'
import { isTrue } from './text.ts'

/** Samples of 125 µs: FreeSWITCH counts a digit's length in them. */
const SAMPLES_PER_MS = 8
const MAX_DIALLED = 1000

/** switch_channel_dequeue_dtmf: the DTMF event is raised here, unless `sensitive_dtmf` is set. */
export function takeDigit(channel: Channel): Digit | undefined {
  const digit = channel.digits.shift()
  if (digit === undefined) return undefined
  if (!isTrue(channel.get('sensitive_dtmf'))) {
    channel.dialled = (channel.dialled + digit.digit).slice(-MAX_DIALLED)
    channel.fire('DTMF', (event) => {
      event
        .add('DTMF-Digit', digit.digit)
        .add('DTMF-Duration', String(Math.round(digit.durationMs * SAMPLES_PER_MS)))
        .add('DTMF-Source', 'RTP')
    })
  }
  return digit
}
