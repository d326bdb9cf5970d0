import { parseCause } from '../causes.ts'
import type { AppDefinition } from '../core.ts'
import { deflect } from '../deflect.ts'
import { hangUp } from '../hangup.ts'
import { answer, preAnswer, ringReady } from '../marks.ts'
import { park } from '../park.ts'
import { toInt } from '../text.ts'

/** Applications that only signal: answer, pre_answer, ring_ready, hangup, respond, redirect, deflect, park. */
export const signallingApps: Readonly<Record<string, AppDefinition>> = {
  answer: {
    needsMedia: false,
    run: (core, channel) => {
      if (!answer(channel)) hangUp(core, channel, 'INCOMPATIBLE_DESTINATION')
    },
  },
  pre_answer: { needsMedia: false, run: (core, channel) => void preAnswer(core, channel) },
  ring_ready: { needsMedia: false, run: (core, channel) => void ringReady(core, channel) },
  hangup: {
    needsMedia: false,
    run: (core, channel, data) => hangUp(core, channel, data ? parseCause(data) : 'NORMAL_CLEARING'),
  },
  respond: {
    needsMedia: false,
    run: (core, channel, data) => {
      const status = toInt(data)
      if (status >= 300 && status < 700 && !channel.has('ANSWERED')) {
        channel.set('last_bridge_proto_specific_hangup_cause', `sip:${status}`)
        hangUp(core, channel, 'NORMAL_CLEARING')
      } else if (status === 180) ringReady(core, channel)
      else if (status === 183) preAnswer(core, channel)
      else if (status === 200) answer(channel)
    },
  },
  /** One destination: a caller not yet answered gets 302. */
  redirect: {
    needsMedia: false,
    run: (core, channel, data) => {
      const [destination, cause] = data.split(' ')
      if (!destination || channel.has('ANSWERED')) return
      channel.redirectedTo = destination.replace(/[\r\n<>]/g, '')
      hangUp(core, channel, cause ? parseCause(cause) : 'NORMAL_UNSPECIFIED')
    },
  },
  deflect: {
    needsMedia: false,
    run: async (core, channel, data) => void (await deflect(core, channel, data)),
  },
  park: { needsMedia: false, run: (core, channel) => park(core, channel) },
}
