import { nowMs } from '../switch-time.ts'
import { type Channel, waitAny } from './channel.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'

/** mod_sofia.c: `sofia_wait_for_reply(tech_pvt, 9999, 10)`. */
const TELL_MS = 10_000

/**
 * SWITCH_MESSAGE_INDICATE_DEFLECT (mod_sofia.c): a REFER asks the far end, answered or not, to call `target` itself.
 * Whatever comes of that call the leg ends, once it is told, or has not been told for 10 s. Returns the final
 * status as the far end wrote it (`SIP/2.0 200 OK`).
 */
export async function deflect(core: Core, channel: Channel, target: string): Promise<string> {
  if (!channel.up || channel.leg === undefined) return '(null)'
  const plain = target.replace(/[\r\n<>]/g, '')
  const [host = ''] = core.settings.sipAddress.split(':')
  let told: string | undefined
  channel.leg.refer(/^sip:/i.test(plain) ? plain : `sip:${plain}@${host}`, (sipfrag) => {
    told = sipfrag
    channel.set('sip_refer_reply', sipfrag)
    channel.poke()
  })
  const until = nowMs() + TELL_MS
  while (told === undefined && channel.up && nowMs() < until) await waitAny([channel], until - nowMs())
  hangUp(core, channel, 'BLIND_TRANSFER')
  return told ?? 'no reply'
}
