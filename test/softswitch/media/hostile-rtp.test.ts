/** Packets that mean harm, from the phone's own port and from a stranger's, while somebody is being heard. */
import { afterEach, expect, it } from 'vitest'
import { createSessions } from '../../../src/softswitch/media/index.ts'
import { type Dice, dice } from '../../support/hostile/dice.ts'
import { RtpPeer, tonePayload } from './rtp-peer.ts'

const PACKETS = 5_000
const A_BURST = 50
const TONE_HZ = 500

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close()
})

it('RTP, RTCP, events and noise by the thousand end nothing, and sound comes through afterwards', async ({
  task,
}) => {
  const faults: unknown[] = []
  const sessions = createSessions({
    address: '127.0.0.1',
    ports: { from: 50_000, to: 55_998 },
    onFault: (fault) => faults.push(fault),
  })
  opened.push(sessions)
  const leg = async () => {
    const peer = await RtpPeer.open()
    opened.push(peer)
    const session = sessions.open()
    const port = await session.bind()
    if (port === false) throw new Error('no port')
    const agreed = {
      address: '127.0.0.1',
      port: peer.port,
      dtmfPayload: 101,
      hears: true,
      speaks: true,
    } as const
    session.agree({ ...agreed, codec: 'PCMU' })
    return { session, port, peer }
  }
  const [patient, agent, stranger] = [await leg(), await leg(), await RtpPeer.open()]
  opened.push(stranger)
  patient.session.link(agent.session)
  // What of the noise reads as keys, seconds long each, would be sent on for minutes, and no sound beside it.
  patient.session.onDigit(() => 'kept')
  const roll = dice(3_550)
  for (let sent = 0; sent < PACKETS; sent += A_BURST) {
    for (let n = 0; n < A_BURST; n += 1) {
      const from = roll.chance(0.3) ? stranger : patient.peer
      from.raw(patient.port, hostilePacket(roll))
    }
    // One that is as it should be, so that what was sent is through before more comes: sockets drop what they can't hold.
    const marker = agent.peer.heard.length
    for (let n = 0; n < 4 && agent.peer.heard.length === marker; n += 1) {
      patient.peer.send(patient.port, tone(sent + n))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  // The phone speaks on under its first source, far ahead of whatever the noise claimed.
  opened.push({ close: patient.peer.speak(patient.port, TONE_HZ, 100_000) })
  await agent.peer.hears(TONE_HZ, 5_000)
  expect(faults).toEqual([])
  task.meta.tried = { 'malformed RTP packets': PACKETS }
})

function tone(n: number) {
  return { sequence: n, timestamp: n * 160, payload: tonePayload(TONE_HZ, n * 160) }
}

function hostilePacket(roll: Dice): Buffer {
  const length = roll.pick([0, 1, 2, 11, 12, 13, 20, 60, 172, 400, 1_400])
  const bytes = Buffer.from(Array.from({ length }, () => roll.below(256)))
  if (bytes.length < 12 || roll.chance(0.2)) return bytes
  // Mostly version 2: what isn't is thrown away at once.
  bytes[0] = roll.pick([0x80, 0x80, 0xa0, 0x90, 0x8f, 0xbf])
  bytes[1] = roll.pick([0, 8, 101, 0xe5, 13, 200, 203, 0x7f, 0xff])
  if ((bytes[1] & 0x7f) === 101 && bytes.length >= 16) bytes[12] = roll.pick([0, 11, 16, 200, 255])
  return bytes
}
