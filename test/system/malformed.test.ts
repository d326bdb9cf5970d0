import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call, Peer } from '../support/phone/index.ts'
import type { Patient, System } from '../support/system.ts'

onEachSwitch('malformed input while a patient talks with an agent', (start) => {
  let system: System
  let patient: Patient
  let atAgent: Call
  beforeAll(async () => {
    system = await start()
    const phone = await system.phone('1001', { answer: 'auto', tone: 700 })
    await system.ready('agent_li')
    patient = await system.patient({ tone: 500 })
    await patient.press('1')
    atAgent = await phone.nextIncoming()
    await theTalkGoesOn()
  })
  afterAll(() => system.stop())

  async function theTalkGoesOn(): Promise<void> {
    await Promise.all([
      patient.call.audio.heard(700, { forMs: 400 }),
      atAgent.audio.heard(500, { forMs: 400 }),
    ])
    expect((await patient.view((now) => now.state === 'connected')).ending).toBeNull()
  }

  async function aNewCallIsTaken(): Promise<void> {
    const next = await system.patient()
    await next.queueUp('3')
    await next.call.hangUp()
    await next.view((now) => now.state === 'ended')
  }

  async function send(to: Peer, datagrams: readonly (string | Uint8Array)[]): Promise<void> {
    const socket = createSocket('udp4')
    try {
      for (const datagram of datagrams)
        await new Promise<void>((resolve, reject) =>
          socket.send(datagram, to.port, to.host, (error) => (error ? reject(error) : resolve())),
        )
    } finally {
      socket.close()
    }
  }

  it('SIP: noise, cut-off and contradictory messages', async () => {
    const request = 'INVITE sip:8000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKx\r\n'
    const datagrams = [
      '',
      '\r\n\r\n',
      'INVITE',
      'INVITE sip:8000@127.0.0.1 SIP/2.0\r\n\r\n',
      `${request}Content-Length: 99999\r\n\r\nv=0`,
      `${request}Content-Length: -1\r\n\r\n`,
      `${request}CSeq: 1 BYE\r\nCall-ID: a\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n\r\n`,
      `${request}From: "${'%'.repeat(200)}\u0000<sip:\r\nTo: ${'<'.repeat(500)}\r\n\r\n`,
      `BYE sip:8000@127.0.0.1 SIP/2.0\r\nCall-ID: ${patient.call.id}\r\nCSeq: x BYE\r\n\r\n`,
      `SIP/2.0 999 No\r\nCall-ID: ${patient.call.id}\r\n\r\n`,
      `REGISTER sip:x SIP/9.9\r\nExpires: ${'9'.repeat(300)}\r\n\r\n`,
      ...Array.from({ length: 200 }, (_, i) => randomBytes(1 + i * 5)),
    ]
    await send(system.sip, datagrams)
    await send(system.trunkSip, datagrams)
    await theTalkGoesOn()
    await aNewCallIsTaken()
  })

  it('RTP: noise and cut-off packets from strangers, on the ports of both legs', async () => {
    for (const call of [patient.call, atAgent]) {
      const [, port] = /^m=audio (\d+)/m.exec(call.sdp.remote ?? '') ?? []
      const noise = Array.from({ length: 200 }, (_, i) => {
        const bytes = randomBytes(1 + (i % 60))
        // Not version 2, so that it can't be taken for the other side having moved.
        bytes[0] = (bytes[0] ?? 0) & 0x3f
        return bytes
      })
      const short = [Uint8Array.of(), Uint8Array.of(0x80), Uint8Array.of(0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)]
      await send({ host: '127.0.0.1', port: Number(port) }, [...noise, ...short])
    }
    await theTalkGoesOn()
    await aNewCallIsTaken()
  })

  it('the event socket: noise, a wrong password, commands before the log-in', async () => {
    const attempts = [
      randomBytes(4_096),
      'auth wrong\n\n',
      'api status\n\n',
      'auth\n\n\n\n\n\n',
      `Content-Length: -5\n\n`,
      `sendmsg\nContent-Length: 999999999999\n\n`,
      `${'x'.repeat(100_000)}`,
    ]
    for (const attempt of attempts) {
      const socket = connect(system.eventSocketPort, '127.0.0.1')
      socket.on('error', () => undefined)
      await once(socket, 'connect')
      await new Promise<void>((resolve) => socket.write(attempt, () => resolve()))
      socket.destroy()
    }
    await theTalkGoesOn()
    await aNewCallIsTaken()
  })

  it('the event socket: a client that is in talks nonsense', async () => {
    const socket = await system.eventSocket()
    for (const command of [
      'nonsense',
      'api nonsense here',
      'api uuid_kill not-a-uuid NOT_A_CAUSE',
      'api uuid_bridge a b c d',
      'api originate {x=}',
      'sendmsg no-such-leg\ncall-command: execute\nexecute-app-name: playback',
      'filter',
      'event plain NOT_AN_EVENT',
    ])
      expect(typeof (await socket.send(command))).toBe('string')
    await theTalkGoesOn()
    await aNewCallIsTaken()
  })

  it('the API: broken JSON, wrong types, unknown keys, wrong paths; each answer names what is wrong', async () => {
    const { apiUrl, apiToken } = system.trial
    const post = async (path: string, body: string, contentType = 'application/json') => {
      const response = await fetch(`${apiUrl}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiToken}`,
          'content-type': contentType,
          'idempotency-key': `malformed-${randomBytes(6).toString('hex')}`,
        },
        body,
        signal: AbortSignal.timeout(10_000),
      })
      return { status: response.status, type: (JSON.parse(await response.text()) as { type: string }).type }
    }
    const wrong = [
      await post('/v1/calls', '{"agentId":'),
      await post('/v1/calls', '[[[[]]]]'),
      await post('/v1/calls', '{"agentId":"agent_li","calledNumber":"1;rm"}'),
      await post('/v1/calls', '{"agentId":"agent_li","calledNumber":"13800000000","more":1}'),
      await post('/v1/agents/agent_li/not-ready', '{"reasonCode":"bored"}'),
      await post('/v1/calls', `"${'x'.repeat(200_000)}"`),
      await post('/v1/agents/%00/ready', '{}'),
    ]
    for (const { status, type } of wrong) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(type).toMatch(/^urn:cti-bridge:problem:/)
    }
    await theTalkGoesOn()
    await aNewCallIsTaken()
  })

  it('and then the talk ends as talks end', async () => {
    await atAgent.hangUp()
    const ended = await patient.view((now) => now.state === 'ended')
    expect(ended.ending).toEqual({ by: 'agent', why: 'hungUp' })
    await eventually(async () => {
      const { status } = await system.api('GET', '/readyz')
      return status === 200 ? { found: true } : { waiting: String(status) }
    })
  })
})
