import { nowMs } from '../switch-time.ts'
import { type Channel, waitAny } from './channel.ts'
import type { Core } from './core.ts'
import { takeDigit } from './digits-queue.ts'
import { hasCommand, parseAllCommands, stopBroadcast } from './execute.ts'
import { handleCause } from './handle-cause.ts'
import { hangUp } from './hangup.ts'
import { leaveHeld } from './hold.ts'
import { abortCall, answer, preAnswer } from './marks.ts'
import { isTrue } from './text.ts'
import { parkSession, transferAfterBridge } from './transfer.ts'

/** One side of a bridge; `cleanExit`: this side was taken elsewhere, so its after-bridge variables don't count. */
interface Side {
  cleanExit: boolean
}

interface Sides {
  readonly own: Side
  readonly other: Side
}

const BRIDGED_WAIT_MS = 10_000
const NOTICE_MS = 100
const SIDES = new WeakMap<Channel, { sides: Sides; other: Channel }>()
const PEER_HANDLERS = 'bridge peer'

/**
 * switch_ivr_multi_threaded_bridge, in the caller's own thread: CHANNEL_BRIDGE, audio both ways until one side
 * leaves, CHANNEL_UNBRIDGE, then what the caller's `park_after_bridge`, `transfer_after_bridge` and
 * `hangup_after_bridge` ask for. The peer does the same for itself in CS_EXCHANGE_MEDIA.
 */
export async function bridge(core: Core, caller: Channel, peer: Channel): Promise<boolean> {
  const side: Side = { cleanExit: false }
  let bridged = false
  let ok = true
  caller.raise('BRIDGE_ORIGINATOR')
  peer.clear('BRIDGE_ORIGINATOR')
  addPeerHandlers(core, peer)
  peer.holds++
  if (peer.has('ANSWERED') && !caller.has('ANSWERED')) answer(caller)
  if (!peer.mediaUp && !peer.has('RING_READY')) {
    ok = false
  } else if (!caller.readyHere) {
    abortCall(core, caller, peer)
  } else {
    peer.setState('CS_CONSUME_MEDIA')
    peer.set('call_uuid', caller.uuid)
    caller.profile.times.bridged = nowMs()
    peer.profile.times.bridged = nowMs()
    fireBridge('CHANNEL_BRIDGE', caller, peer)
    bridged = true
    tie(caller, peer)
    ok = await talk(core, caller, peer, side)
  }
  if (!ok) hangUp(core, peer, 'NO_ANSWER')
  peer.set('call_uuid', peer.uuid)
  if (bridged) fireBridge('CHANNEL_UNBRIDGE', caller, peer)
  afterBridge(core, caller, peer, side)
  if (caller.has('REDIRECT')) {
    const resting = ['CS_RESET', 'CS_PARK', 'CS_ROUTING', 'CS_EXECUTE']
    if (!resting.includes(caller.state)) caller.setState('CS_RESET')
  }
  peer.holds--
  peer.poke()
  return ok
}

/** The middle of a bridge: waits for media, lets both sides relay, waits until the peer has left its side. */
async function talk(core: Core, caller: Channel, peer: Channel, side: Side): Promise<boolean> {
  if (!caller.mediaUp || !peer.mediaUp) {
    while (caller.readyHere && peer.ready && !(peer.mediaUp && caller.mediaUp)) {
      if (peer.has('ANSWERED')) answer(caller)
      else if (peer.has('EARLY_MEDIA')) preAnswer(core, caller)
      if (!(peer.mediaUp && caller.mediaUp)) await waitAny([caller, peer])
    }
    if (!caller.readyHere || !peer.mediaUp) {
      hangUp(core, peer, 'ALLOTTED_TIMEOUT')
      abortCall(core, caller, peer)
      return true
    }
  }
  if (peer.has('ANSWERED') && !caller.has('ANSWERED')) answer(caller)
  while (peer.has('BROADCAST') && caller.readyHere && peer.up) await waitAny([caller, peer])
  const peerSide: Side = { cleanExit: false }
  SIDES.set(peer, { sides: { own: peerSide, other: side }, other: caller })
  peer.setState('CS_EXCHANGE_MEDIA')
  const media = { a: caller.leg?.media, b: peer.leg?.media }
  if (media.a && media.b) media.a.link(media.b)
  await exchange(core, caller, peer, { own: side, other: peerSide }, true)
  leaveHeld(core, peer, caller, side.cleanExit)
  media.a?.unlink()
  caller.clear('BRIDGE_ORIGINATOR')
  stopBroadcast(peer)
  while (peer.state === 'CS_EXCHANGE_MEDIA') await waitAny([caller, peer])
  // FreeSWITCH's caller notices with its next frame, so the peer's last events come before CHANNEL_UNBRIDGE.
  const until = nowMs() + NOTICE_MS
  while (!peer.up && !peer.reported && caller.up && nowMs() < until) await waitAny([peer], NOTICE_MS)
  if (caller.hangupCause) peer.set('bridge_hangup_cause', caller.hangupCause)
  if (peer.hangupCause) caller.set('bridge_hangup_cause', peer.hangupCause)
  return true
}

/** switch_ivr_bridge.c `audio_bridge_thread`: one side's loop; the audio itself is relayed by the media half. */
async function exchange(
  core: Core,
  a: Channel,
  b: Channel,
  sides: Sides,
  originator: boolean,
): Promise<void> {
  const side = sides.own
  a.clear('INTERCEPT')
  a.raise('BRIDGED')
  const until = nowMs() + BRIDGED_WAIT_MS
  while (!b.has('BRIDGED') && a.readyHere && b.up && nowMs() < until) {
    await waitAny([a, b], until - nowMs())
  }
  if (!b.has('BRIDGED') && !b.has('TRANSFER') && !b.has('REDIRECT') && b.state !== 'CS_RESET') {
    hangUp(core, b, 'DESTINATION_OUT_OF_ORDER')
  }
  for (;;) {
    if (a.has('TRANSFER')) side.cleanExit = true
    if (side.cleanExit || b.has('TRANSFER') || !b.has('BRIDGED')) break
    if (!a.readyHere) {
      if (a.up) side.cleanExit = true
      break
    }
    if (!b.up) break
    if (hasCommand(a)) {
      await parseAllCommands(core, a)
      continue
    }
    while (takeDigit(a) !== undefined) {
      // The media half has passed the digit on; here it is only told as a DTMF event.
    }
    if (!a.has('ANSWERED')) {
      if (originator && b.has('ANSWERED')) answer(a)
      else if (originator && b.has('EARLY_MEDIA')) preAnswer(core, a)
    } else if (!b.has('ANSWERED')) {
      answer(b)
    }
    await waitAny([a, b])
  }
  a.set('bridge_to', undefined)
  a.clear('BRIDGED')
  leaveHeld(core, a, b, sides.other.cleanExit)
}

/** switch_ivr_bridge.c `audio_bridge_on_exchange_media`: the peer's side, and what it does afterwards. */
function addPeerHandlers(core: Core, peer: Channel): void {
  peer.removeHandlers(PEER_HANDLERS)
  peer.handlers.push({
    name: PEER_HANDLERS,
    routing: async () => {
      peer.setState('CS_CONSUME_MEDIA')
      return 'stop'
    },
    consumeMedia: async () => 'stop',
    exchangeMedia: async () => {
      const tied = SIDES.get(peer)
      SIDES.delete(peer)
      if (tied === undefined) {
        hangUp(core, peer, 'DESTINATION_OUT_OF_ORDER')
        return 'stop'
      }
      await exchange(core, peer, tied.other, tied.sides, false)
      peer.removeHandlers(PEER_HANDLERS)
      peerAfterBridge(core, peer, tied.sides.own)
      return 'stop'
    },
  })
}

function peerAfterBridge(core: Core, peer: Channel, side: Side): void {
  const taken = peer.has('TRANSFER') || peer.has('REDIRECT') || side.cleanExit
  if (!taken && peer.state === 'CS_EXCHANGE_MEDIA') {
    const where = peer.get('transfer_after_bridge')
    if (isTrue(peer.get('park_after_bridge'))) parkSession(peer)
    else if (where !== undefined) transferAfterBridge(core, peer, where)
    else if (peer.has('INTERCEPT')) hangUp(core, peer, 'PICKED_OFF')
    else hangUp(core, peer, peer.has('ANSWERED') ? 'NORMAL_CLEARING' : 'ORIGINATOR_CANCEL')
  }
  if (peer.state === 'CS_EXCHANGE_MEDIA') {
    peer.set('park_timeout', '3')
    peer.setState('CS_PARK')
  }
}

function afterBridge(core: Core, caller: Channel, peer: Channel, side: Side): void {
  if (caller.has('TRANSFER') || caller.has('REDIRECT') || side.cleanExit) return
  const state = caller.state
  const cause = peer.hangupCause ?? 'NORMAL_CLEARING'
  const hup = caller.get('hangup_after_bridge')
  const answered = peer.has('ANSWERED')
  if (!answered) handleCause(core, caller, cause)
  if (hup?.toLowerCase() === 'explicit') hangUp(core, caller, cause)
  const busy = ['CS_EXECUTE', 'CS_SOFT_EXECUTE', 'CS_PARK', 'CS_ROUTING'].includes(state)
  if (busy && !((answered || peer.has('EARLY_MEDIA')) && caller.up)) return
  if (caller.has('TRANSFER')) return
  const park = answered && isTrue(caller.get('park_after_bridge'))
  const where =
    (answered ? caller.get('transfer_after_bridge') : undefined) ?? caller.get('transfer_after_early_bridge')
  if (park || isTrue(caller.get('park_after_early_bridge'))) parkSession(caller)
  else if (where !== undefined) transferAfterBridge(core, caller, where)
  else if (answered && isTrue(hup)) hangUp(core, caller, cause)
}

function tie(caller: Channel, peer: Channel): void {
  for (const [one, other] of [
    [caller, peer],
    [peer, caller],
  ] as const) {
    one.set('bridge_to', other.uuid)
    one.set('last_bridge_to', other.uuid)
    one.set('bridge_channel', other.name)
    one.set('bridge_uuid', other.uuid)
    one.set('signal_bond', other.uuid)
  }
}

function fireBridge(name: 'CHANNEL_BRIDGE' | 'CHANNEL_UNBRIDGE', caller: Channel, peer: Channel): void {
  caller.fire(name, undefined, (event) => {
    event.add('Bridge-A-Unique-ID', caller.uuid).add('Bridge-B-Unique-ID', peer.uuid)
  })
}
