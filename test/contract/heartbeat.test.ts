import { expect } from 'vitest'
import { contract } from './support/contract.ts'

const BEAT_MS = 8_000

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
    },
    30_000,
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
