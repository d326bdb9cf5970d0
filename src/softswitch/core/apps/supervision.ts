import type { AppDefinition } from '../core.ts'
import { eavesdrop } from '../eavesdrop.ts'
import { isTrue } from '../text.ts'

/** Applications that put a third party on a leg: eavesdrop and three_way (mod_dptools.c). */
export const supervisionApps: Readonly<Record<string, AppDefinition>> = {
  eavesdrop: {
    needsMedia: true,
    run: (core, channel, data) => {
      const digits = channel.get('eavesdrop_enable_dtmf')
      return eavesdrop(core, channel, data, {
        digitsCommand: digits === undefined || isTrue(digits),
        toPeer: isTrue(channel.get('eavesdrop_whisper_aleg')),
        toLeg: isTrue(channel.get('eavesdrop_whisper_bleg')),
        group: channel.get('eavesdrop_require_group'),
      })
    },
  },
  three_way: {
    needsMedia: true,
    run: (core, channel, data) =>
      eavesdrop(core, channel, data, { digitsCommand: false, toPeer: true, toLeg: true }),
  },
}
