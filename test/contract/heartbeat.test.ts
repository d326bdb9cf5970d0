import { expect } from 'vitest'
import { contract } from './support/contract.ts'
import type { WireEvent } from './support/wire-event.ts'

/** One comes every five seconds. */
const BEAT_MS = 15_000

function saysHowBusy(beat: WireEvent): void {
  const of = (name: string) => Number(beat.get(name))
  expect(beat.get('FreeSWITCH-Version')).toMatch(/^\d+\.\d+/)
  expect(beat.get('Session-Count')).toMatch(/^\d+$/)
  expect(of('Max-Sessions')).toBeGreaterThanOrEqual(of('Session-Count'))
  expect(of('Session-Since-Startup')).toBeGreaterThanOrEqual(of('Session-Peak-Max'))
  expect(of('Session-Peak-Max')).toBeGreaterThanOrEqual(of('Session-Count'))
  expect(of('Session-Per-Sec-Max')).toBeGreaterThanOrEqual(of('Session-Per-Sec-Last'))
  // What is left of this second's allowance, not what has come in it (switch_core_session.c).
  expect(of('Session-Per-Sec')).toBeGreaterThan(0)
  expect(beat.get('Idle-CPU')).toMatch(/^\d{1,3}\.\d{6}$/)
  expect(of('Idle-CPU')).toBeLessThanOrEqual(100)
  expect(of('Uptime-msec')).toBeGreaterThan(0)
}

contract('the heartbeat', (scenario) => {
  scenario(
    'comes again and again, and says who is alive and how many legs there are',
    async (bench) => {
      const { uuid } = await bench.patient()
      const first = await bench.socket.event('HEARTBEAT', {}, BEAT_MS, bench.socket.events.length)
      const second = await bench.socket.event('HEARTBEAT', {}, BEAT_MS, bench.socket.events.length)
      const core = (await bench.socket.api('global_getvar core_uuid')).trim()
      for (const beat of [first, second]) {
        expect(beat.pick('Core-UUID', 'Event-Info')).toEqual({
          'Core-UUID': core,
          'Event-Info': 'System Ready',
        })
        expect(Number(beat.get('Session-Count'))).toBeGreaterThanOrEqual(1)
        expect(Number(beat.get('Max-Sessions'))).toBeGreaterThan(0)
      }
      expect(Number(second.get('Event-Sequence'))).toBeGreaterThan(Number(first.get('Event-Sequence')))
      expect(
        Number(second.get('Event-Date-Timestamp')) - Number(first.get('Event-Date-Timestamp')),
      ).toBeGreaterThan(3_000_000)
      expect(await bench.socket.api(`uuid_exists ${uuid}`)).toBe('true')
      saysHowBusy(second)
    },
    60_000,
  )

  scenario('comes to each client, and to one who asks for nothing else', async (bench) => {
    const other = await bench.anotherSocket()
    await other.send('noevents')
    await other.send('event plain HEARTBEAT')
    const after = other.events.length
    const { call } = await bench.patient()
    await call.hangUp()
    const beats = await Promise.all(
      [bench.socket, other].map((socket) => socket.event('HEARTBEAT', {}, BEAT_MS, socket.events.length)),
    )
    expect(beats[0]?.get('Event-Sequence')).toBe(beats[1]?.get('Event-Sequence'))
    expect(new Set(other.events.slice(after).map((event) => event.name))).toEqual(new Set(['HEARTBEAT']))
  })
})
