import { expect, it } from 'vitest'
import { applicationUuid, FILTERS } from '../../src/adapters/esl/application-uuid.ts'
import { contract, forEachSwitch } from './support/contract.ts'
import { EventSocket, SUBSCRIPTION } from './support/event-socket.ts'

forEachSwitch('logging in', (node) => {
  it('is asked for, refused with a wrong password, and the socket is closed', async () => {
    const socket = new Promise<EventSocket>((resolve) => resolve(EventSocket.connect(node.eventSocketPort)))
    const wrong = await socket
    const asked = await wrong.reply()
    expect(asked.headers.get('Content-Type')).toBe('auth/request')
    const refused = await wrong.ask('auth guess')
    expect([...refused.headers]).toEqual([
      ['Content-Type', 'command/reply'],
      ['Reply-Text', '-ERR invalid'],
    ])
    await wrong.until(() => wrong.closed, 'the end of the connection')
    expect(wrong.notice).toContain('Disconnected, goodbye.')
  })

  it('takes nothing but the password before', async () => {
    const early = await EventSocket.connect(node.eventSocketPort)
    await early.reply()
    const reply = await early.ask('api global_getvar core_uuid')
    expect(reply.headers.get('Content-Type')).toBe('command/reply')
    expect(reply.headers.get('Reply-Text')).toBe('-ERR command not found')
    early.close()
  })

  it('goes: password, which switch it is, events', async () => {
    const socket = await EventSocket.connect(node.eventSocketPort)
    await socket.reply()
    const accepted = await socket.ask(`auth ${node.eventSocketPassword}`)
    expect([...accepted.headers]).toEqual([
      ['Content-Type', 'command/reply'],
      ['Reply-Text', '+OK accepted'],
    ])
    const core = await socket.ask('api global_getvar core_uuid')
    expect(core.headers.get('Content-Type')).toBe('api/response')
    expect(core.body).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\n?$/)
    expect(await socket.send(`event plain ${SUBSCRIPTION.join(' ')}`)).toBe(
      '+OK event listener enabled plain',
    )
    const beat = await socket.event('HEARTBEAT', {}, 15_000)
    expect(beat.get('Core-UUID')).toBe(core.body.trim())
    socket.close()
  })

  it('lets a client go that says exit', async () => {
    const socket = await EventSocket.open(node.eventSocketPort, node.eventSocketPassword)
    expect(await socket.send('exit')).toBe('+OK bye')
    await socket.until(() => socket.closed, 'the end of the connection')
    expect(socket.notice).toContain('Disconnected, goodbye.')
  })
})

contract('an event socket', (scenario) => {
  scenario('reads and ignores bare newlines, also between commands', async ({ socket }) => {
    socket.write('\n\n\n')
    const first = socket.api('strepoch')
    socket.write('\n')
    expect(await first).toMatch(/^\d{10}/)
    expect(await socket.api('strepoch')).toMatch(/^\d{10}/)
  })

  scenario(
    'answers in order, one reply a command, also to those that came in one piece',
    async ({ socket }) => {
      socket.write(
        'api strepoch\n\nbgapi strepoch\nJob-UUID: 11112222-0000-4000-8000-000000000000\n\napi no_such_command x\n\n',
      )
      expect((await socket.reply()).headers.get('Content-Type')).toBe('api/response')
      const job = await socket.reply()
      expect(job.headers.get('Reply-Text')).toBe('+OK Job-UUID: 11112222-0000-4000-8000-000000000000')
      expect(job.headers.get('Job-UUID')).toBe('11112222-0000-4000-8000-000000000000')
      expect((await socket.reply()).body).toBe('-ERR no_such_command Command not found!\n')
      const done = await socket.event('BACKGROUND_JOB', {
        'Job-UUID': '11112222-0000-4000-8000-000000000000',
      })
      expect(done.body).toMatch(/^\d{10}/)
      expect(done.get('Job-Command')).toBe('strepoch')
    },
  )

  scenario('keeps back the ends of applications that others began', async (bench) => {
    const { call, uuid } = await bench.patient()
    for (const { header, value } of FILTERS)
      expect(await bench.socket.send(`filter ${header} ${value}`)).toBe(
        `+OK filter added. [${header}]=[${value}]`,
      )
    const before = bench.socket.events.length
    expect(await bench.socket.execute(uuid, 'set', 'of=others', 'theirs')).toBe('+OK')
    expect(await bench.socket.execute(uuid, 'set', 'of=us', applicationUuid('ours'))).toBe('+OK')
    await bench.socket.completed(applicationUuid('ours'))
    await call.hangUp()
    await bench.gone(uuid)
    const ends = bench.socket.events.slice(before).filter(({ name }) => name === 'CHANNEL_EXECUTE_COMPLETE')
    expect(ends.map((event) => event.get('Application-UUID'))).toEqual([applicationUuid('ours')])
  })

  scenario('gives only the events that were subscribed to', async (bench) => {
    const { patient, agent } = await bench.talk()
    await patient.call.hangUp()
    await bench.gone(patient.uuid)
    await bench.gone(agent.uuid)
    const names: readonly string[] = SUBSCRIPTION
    expect(bench.socket.events.map((event) => event.name).filter((name) => !names.includes(name))).toEqual([])
  })
})
