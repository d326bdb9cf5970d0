/**
 * Music that goes on until it is stopped, and the keys that its listener presses.
 *
 * A key ends the turn, and FreeSWITCH begins the next by itself (`loops: -1`), unless the turn took less than half a
 * second (switch_ivr.c, switch_ivr_parse_event). So after a key the music is broken off and begun anew: whatever
 * became of the loop, there is one then. Which keys count is in the token, which each turn's end carries, so a
 * controller that has just connected, or has taken the site over, hears of keys as well.
 */
import type { LegId } from '../../../domain/ids.ts'
import { type LegKey, tokenOfKeys } from '../leg-key.ts'
import type { ExecuteResult } from '../results.ts'
import { API_MS, type Order, type OrderContext } from './context.ts'
import { filesOf } from './files.ts'
import { forgetKey, tellKeys } from './play.ts'

/** Music has no end to wait for; only a refusal is of interest. */
const MUSIC_MS = 10_000

export function startMusic(order: Order<'startMusic'>, context: OrderContext): void {
  const { legId, prompts, music, keys } = order
  const take = (result: ExecuteResult) => {
    // That it goes on is no failure.
    if (result.type === 'completed' || result.type === 'channelGone' || result.type === 'timedOut') return
    context.fail({ command: order.type, legId }, result)
  }
  const files = prompts.length === 0 ? undefined : filesOf(prompts, context)
  context.silenced.delete(legId)
  tellKeys(legId, keys, context)
  if (files !== undefined) {
    const token = tokenOfKeys('ahead', keys)
    context.switch.execute(legId, 'playback', files, { token, timeoutMs: MUSIC_MS, lock: true }, take)
  }
  playForever(legId, music, tokenOfKeys('music', keys), context, take)
}

/** Reports a key, and has the music go on: the core may have other orders, but needn't. */
export function keyPressed(pressed: LegKey, context: OrderContext): void {
  const { legId, key, keys, music } = pressed
  forgetKey(legId, context)
  if (context.silenced.has(legId)) return
  if (music !== undefined) {
    context.switch.api(`uuid_break ${legId} all`, { timeoutMs: API_MS }, () => {})
    playForever(legId, music, tokenOfKeys('music', keys), context, () => {})
  }
  context.report({ type: 'keyPressed', nodeId: context.nodeId, legId, at: context.now(), key })
}

function playForever(
  legId: LegId,
  music: string,
  token: string,
  context: OrderContext,
  done: (result: ExecuteResult) => void,
): void {
  context.switch.execute(legId, 'playback', music, { token, timeoutMs: MUSIC_MS, forever: true }, done)
}
