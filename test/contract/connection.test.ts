import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { startSoftswitch } from '../support/softswitch.ts'
import { callId, SOON_MS } from './support/bench.ts'
import { contract, forEachSwitch } from './support/contract.ts'
import { EventSocket } from './support/event-socket.ts'
import { originate, playArgument } from './support/orders.ts'
import { makeSounds, switchOptions } from './support/switches.ts'

contract('the connection is lost', (scenario) => {
  scenario(
    'in the midst of an originate: the phone rings on, and the leg is there for the next',
    async (bench) => {
      const first = await bench.anotherSocket()
      const phone = await bench.desk()
      const uuid = randomUUID()
      const { answer } = await first.bgapi(
        originate({ uuid, to: `user/${phone.extension}`, callId: callId() }),
      )
      answer.catch(() => undefined)
      const call = await phone.nextIncoming({ timeoutMs: SOON_MS })
      await call.ring()
      first.close()
      await call.answer()
      await bench.socket.event('CHANNEL_PARK', { 'Unique-ID': uuid })
      expect(await bench.shown(uuid)).toContain(uuid)
    },
  )

  scenario('in the midst of a prompt: it is played to its end', async (bench) => {
    const { uuid, call } = await bench.patient()
    const first = await bench.anotherSocket()
    const token = randomUUID()
    await first.execute(
      uuid,
      'playback',
      playArgument([bench.prompt('short-1300'), bench.prompt('short-1600')]),
      token,
      { lock: true },
    )
    first.close()
    await call.audio.heard(1_600, { withinMs: SOON_MS })
    expect((await bench.socket.completed(token)).get('Application-Response')).toBe('FILE PLAYED')
  })

  scenario('in the midst of a command’s text: it is not carried out', async (bench) => {
    const { uuid, call } = await bench.patient()
    const first = await bench.anotherSocket()
    first.write(`api uuid_kill ${uuid} NORMAL`)
    first.close()
    await bench.socket.api('strepoch')
    expect(await bench.socket.api(`uuid_exists ${uuid}`)).toBe('true')
    expect(call.state).toBe('answered')
  })

  scenario('while two talk: they talk on', async (bench) => {
    const first = await bench.anotherSocket()
    const { patient, agent } = await bench.talk()
    first.close()
    await patient.call.audio.heard(440, { withinMs: SOON_MS })
    await agent.call.audio.heard(700, { withinMs: SOON_MS })
  })

  scenario('two clients at once: each has its own replies, both have the events', async (bench) => {
    const other = await bench.anotherSocket()
    const { uuid, call } = await bench.patient()
    const [one, two] = await Promise.all([bench.socket.api('strepoch'), other.api(`uuid_exists ${uuid}`)])
    expect(one).toMatch(/^\d+/)
    expect(two).toBe('true')
    await call.hangUp()
    await Promise.all(
      [bench, { socket: other }].map(({ socket }) => socket.event('CHANNEL_DESTROY', { 'Unique-ID': uuid })),
    )
    expect(other.story(uuid)).toEqual(bench.socket.story(uuid))
  })
})

forEachSwitch('the switch is killed', (node) => {
  it('without a word: the socket closes, and another switch has another Core-UUID and no legs', async () => {
    const prefix = freeswitchPrefix() ?? ''
    const sounds = await makeSounds()
    const own =
      node.kind === 'freeswitch'
        ? await startFreeswitch({ ...switchOptions(sounds), prefix })
        : await startSoftswitch(switchOptions(sounds))
    const [socket, other] = await Promise.all(
      [own, node].map((one) => EventSocket.open(one.eventSocketPort, one.eventSocketPassword)),
    )
    try {
      expect(await socket?.api('global_getvar core_uuid')).not.toBe(
        await other?.api('global_getvar core_uuid'),
      )
      expect(JSON.parse((await socket?.api('show channels as json')) ?? '')).toEqual({ row_count: 0 })
      await own.kill9()
      await socket?.until(() => socket.closed, 'the end of the connection')
      expect(socket?.notice).toBeUndefined()
    } finally {
      other?.close()
      await own.stop()
      rmSync(sounds.dir, { recursive: true, force: true })
    }
  })
})
