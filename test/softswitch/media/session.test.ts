import { afterEach, describe, expect, it } from 'vitest'
import { createSessions } from '../../../src/softswitch/media/index.ts'
import type { ManagedSession, SessionFactory } from '../../../src/softswitch/media/session-factory.ts'
import { createSources } from '../../../src/softswitch/media/sources/index.ts'
import type { AudioSource, Digit, Frame } from '../../../src/softswitch/ports.ts'
import { freeUdpRange } from '../../support/free-ports.ts'
import { RtpPeer, samplesOf, strength, tonePayload } from './rtp-peer.ts'

const sources = createSources()
const opened: { close(): unknown }[] = []
const faults: unknown[] = []

function factory(ports = { from: 50_000, to: 55_998 }): SessionFactory {
  const sessions = createSessions({ address: '127.0.0.1', ports, onFault: (fault) => faults.push(fault) })
  opened.push(sessions)
  return sessions
}

/** A session that has agreed with a peer, both ready. */
async function leg(
  sessions: SessionFactory,
  hears = true,
): Promise<{ session: ManagedSession; port: number; peer: RtpPeer }> {
  const peer = await RtpPeer.open()
  opened.push(peer)
  const session = sessions.open()
  const port = await session.bind()
  if (port === false) throw new Error('no port')
  session.agree({
    address: '127.0.0.1',
    port: peer.port,
    dtmfPayload: 101,
    hears,
    speaks: true,
    codec: 'PCMU',
  })
  return { session, port, peer }
}

function source(path: string): AudioSource {
  const made = sources.open(path)
  if (!made.ok) throw new Error(made.reason)
  return made.source
}

function event(code: number, duration: number, end = false): Buffer {
  return Buffer.from([code, end ? 0x8a : 0x0a, duration >> 8, duration & 0xff])
}

function digitsOf(session: ManagedSession, wanted: number): { got: Digit[]; all: Promise<void> } {
  const got: Digit[] = []
  const all = new Promise<void>((settle) => {
    session.onDigit((digit) => {
      got.push(digit)
      if (got.length === wanted) settle()
      return 'passed'
    })
  })
  return { got, all }
}

afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close()
  expect(faults.splice(0)).toEqual([])
})

describe('what a leg hears', () => {
  it('is the tone that plays, in packets that count up without a gap', async () => {
    const { session, peer } = await leg(factory())
    const why = new Promise((settle) => session.play(source('tone_stream://%(300,0,440)'), settle))
    expect(await why).toBe('ended')
    await peer.until((heard) => heard.length >= 15)
    const packets = peer.audio()
    expect(packets).toHaveLength(15)
    packets.forEach((packet, i) => {
      const before = packets[i - 1]
      expect((packet.sequence - (packets[0]?.sequence ?? 0)) & 0xffff).toBe(i)
      expect(packet.ssrc).toBe(packets[0]?.ssrc)
      expect(packet.payload).toHaveLength(160)
      // A machine that stood still for longer than the clock makes up for skips that time, and says so by the marker.
      if (before === undefined) expect(packet.marker).toBe(true)
      else if (!packet.marker) expect((packet.timestamp - before.timestamp) >>> 0).toBe(160)
    })
    const samples = samplesOf(packets)
    expect(strength(samples, 440)).toBeGreaterThan(8000)
    expect(strength(samples, 1000)).toBeLessThan(200)
    expect(session.stats.packetsOut).toBe(15)
  })

  it('is the newest source; the one before is told that it was stopped', async () => {
    const { session, peer } = await leg(factory())
    const first = new Promise((settle) =>
      session.play(source('tone_stream://%(1000,0,440);loops=-1'), settle),
    )
    const second = new Promise((settle) => session.play(source('tone_stream://%(200,0,900)'), settle))
    expect(await first).toBe('stopped')
    expect(await second).toBe('ended')
    await peer.until((heard) => heard.length >= 10)
    expect(strength(samplesOf(peer.audio()), 900)).toBeGreaterThan(8000)
    const third = new Promise((settle) => session.play(source('silence_stream://-1'), settle))
    session.stopPlaying()
    expect(await third).toBe('stopped')
  })

  it('is silence every 20 ms when idle, if asked for, with the clock still running in the timestamps', async () => {
    const { session, peer } = await leg(factory())
    session.silenceWhenIdle(true)
    await peer.until((heard) => heard.length >= 3)
    expect(peer.audio().every((packet) => packet.payload.every((byte) => byte === 0xff))).toBe(true)
  })

  it('is nothing while it is on hold, yet a prompt goes on and ends', async () => {
    const { session, peer } = await leg(factory(), false)
    const why = new Promise((settle) => session.play(source('tone_stream://%(100,0,440)'), settle))
    expect(await why).toBe('ended')
    expect(peer.heard).toHaveLength(0)
  })
})

describe('two linked legs', () => {
  it('hear each other, and a prompt replaces the other on its own leg alone', async () => {
    const sessions = factory()
    const [a, b] = [await leg(sessions), await leg(sessions)]
    const quiet = [a.peer.speak(a.port, 500), b.peer.speak(b.port, 1200)]
    a.session.link(b.session)
    await Promise.all([a.peer.hears(1200, 6000), b.peer.hears(500, 6000)])
    a.session.play(source('tone_stream://%(60000,0,800)'), () => {})
    await Promise.all([a.peer.hears(800, 6000, { hz: 1200, most: 500 }), b.peer.hears(500, 6000)])
    b.session.unlink()
    a.session.stopPlaying()
    for (const stop of quiet) stop()
  })

  it("get each other's digits, each once", async () => {
    const sessions = factory()
    const [a, b] = [await leg(sessions), await leg(sessions)]
    a.session.link(b.session)
    const { got, all } = digitsOf(a.session, 1)
    for (const [i, end] of [false, false, true, true, true].entries()) {
      a.peer.send(a.port, {
        type: 101,
        sequence: i,
        timestamp: 5000,
        payload: event(5, Math.min(i + 1, 3) * 160, end),
      })
    }
    await all
    expect(got).toEqual([{ digit: '5', durationMs: 60 }])
    await b.peer.until(
      (heard) => heard.filter((p) => p.type === 101 && (p.payload[1] ?? 0) & 0x80).length === 3,
    )
    expect(b.peer.heard.filter((p) => p.type === 101).every((p) => p.payload[0] === 5)).toBe(true)
  })

  it('come apart when one ends', async () => {
    const sessions = factory()
    const [a, b] = [await leg(sessions), await leg(sessions)]
    a.session.link(b.session)
    a.session.close()
    b.session.play(source('tone_stream://%(60,0,440)'), () => {})
    await b.peer.until((heard) => heard.length >= 3)
    expect(a.session.ready).toBe(false)
  })
})

describe('digits', () => {
  it('go out as RFC 4733 has it: marker first, one timestamp, growing duration, three ends', async () => {
    const { session, peer } = await leg(factory())
    session.sendDigits('9#', 100)
    await peer.until((heard) => heard.filter((p) => (p.payload[1] ?? 0) & 0x80).length === 6)
    const events = peer.heard.filter((packet) => packet.type === 101)
    const nine = events.filter((packet) => packet.payload[0] === 9)
    expect(nine.map((p) => p.payload.readUInt16BE(2))).toEqual([160, 320, 480, 640, 800, 800, 800])
    expect(nine.map((p) => ((p.payload[1] ?? 0) & 0x80) !== 0)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
    ])
    expect(nine.map((p) => p.marker)).toEqual([true, false, false, false, false, false, false])
    expect(new Set(nine.map((p) => p.timestamp)).size).toBe(1)
    expect(events.filter((p) => p.payload[0] === 11)).toHaveLength(7)
    const sequences = events.map((p) => p.sequence)
    expect(sequences.every((s, i) => i === 0 || s === (((sequences[i - 1] ?? 0) + 1) & 0xffff))).toBe(true)
  })

  it('come in once each, though all end packets of one were lost', async () => {
    const { session, peer, port } = await leg(factory())
    const { got, all } = digitsOf(session, 4)
    let sequence = 0
    const press = (code: number, timestamp: number, durations: [number, boolean][]) => {
      for (const [duration, end] of durations) {
        peer.send(port, { type: 101, sequence: sequence++, timestamp, payload: event(code, duration, end) })
      }
    }
    press(1, 1000, [
      [160, false],
      [320, true],
      [320, true],
    ])
    press(1, 3000, [
      [160, false],
      [480, false],
    ])
    // The next event ends the one whose ends were lost; a straggler of the first is no new digit.
    press(2, 6000, [
      [160, false],
      [640, true],
    ])
    press(1, 1000, [[320, true]])
    // Nothing comes after this one: silence ends it.
    press(12, 9000, [
      [160, false],
      [800, false],
    ])
    await all
    expect(got.map((digit) => digit.digit)).toEqual(['1', '1', '2', 'A'])
    expect(got.map((digit) => digit.durationMs)).toEqual([40, 60, 80, 100])
  })

  it('ignores events that are no digits', async () => {
    const { session, peer, port } = await leg(factory())
    const { got, all } = digitsOf(session, 1)
    peer.send(port, { type: 101, sequence: 1, timestamp: 1, payload: event(16, 160, true) })
    peer.send(port, { type: 101, sequence: 2, timestamp: 900, payload: event(0, 160, true) })
    await all
    expect(got.map((digit) => digit.digit)).toEqual(['0'])
  })
})

describe('packets', () => {
  it('that are malformed are counted, and the rest is heard in order', async () => {
    const { session, peer, port } = await leg(factory())
    const read: Frame[] = []
    const heardEnough = new Promise<void>((settle) => {
      session.tap((frame) => {
        if (frame.some((sample) => sample !== 0)) read.push(frame)
        if (read.length === 4) settle()
      })
    })
    peer.raw(port, Buffer.from([0x80]))
    peer.raw(port, Buffer.alloc(40, 0xff))
    peer.raw(port, Buffer.from([0x8f, 0, ...Array(20).fill(0)]))
    for (const sequence of [1, 3, 2, 4]) {
      peer.send(port, { sequence, timestamp: sequence * 160, payload: Buffer.alloc(160, 0x80 + sequence) })
    }
    await heardEnough
    const levels = read.map((frame) => frame[0] ?? 0)
    expect(levels).toEqual([...levels].sort((x, y) => y - x))
    expect(new Set(levels).size).toBe(4)
    expect(session.stats.malformedIn).toBe(3)
    expect(session.stats.packetsIn).toBe(4)
  })

  it('decide where to send: to the source seen, but only on the host that was signalled', async () => {
    const { session, peer, port } = await leg(factory())
    const other = await RtpPeer.open()
    const stranger = await RtpPeer.open('127.0.0.2')
    opened.push(other, stranger)
    session.silenceWhenIdle(true)
    await peer.until((heard) => heard.length >= 1)
    stranger.send(port, { payload: tonePayload(500, 0) })
    other.send(port, { payload: tonePayload(500, 0) })
    await other.until((heard) => heard.length >= 2)
    expect(stranger.heard).toHaveLength(0)
    expect(session.stats.packetsIn).toBe(1)
  })
})

describe('ports', () => {
  it('are even, skip those that are taken, run out, and come back', async () => {
    const first = await freeUdpRange(6)
    const sessions = factory({ from: first - 1, to: first + 4 })
    const [a, b, c] = [sessions.open(), sessions.open(), sessions.open()]
    const bound = [await a.bind(), await b.bind(), await c.bind()]
    expect([...bound].sort()).toEqual([first, first + 2, first + 4])
    expect(await sessions.open().bind()).toBe(false)
    b.close()
    // The port is free once its socket has closed, a turn later.
    await new Promise((turn) => setImmediate(turn))
    expect(await sessions.open().bind()).toBe(bound[1])
    const elsewhere = factory({ from: first, to: first + 4 })
    expect(await elsewhere.open().bind()).toBe(false)
  })

  it('are given back by a session that ends while it binds', async () => {
    const port = await freeUdpRange(1)
    const sessions = factory({ from: port, to: port })
    const session = sessions.open()
    const binding = session.bind()
    session.close()
    expect(await binding).toBe(false)
    await new Promise((turn) => setImmediate(turn))
    expect(await sessions.open().bind()).toBe(port)
  })
})
