import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPhone, type Phone } from '../support/phone/index.ts'

/** A bare socket against a phone: what RFC 3261 wants when datagrams are lost, repeated or rubbish. */

const SDP =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=sendrecv\r\n'

let socket: Socket
let callee: Phone
let received: string[]

beforeEach(async () => {
  socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  received = []
  socket.on('message', (datagram) => received.push(datagram.toString()))
  callee = await createPhone({ answer: 'auto', t1Ms: 20 })
})

afterEach(async () => {
  await callee.close()
  socket.close()
})

function send(text: string | Uint8Array): void {
  socket.send(text, callee.address.port, callee.address.host)
}

function request(
  method: string,
  { branch, seq = 1, toTag = '', body = '' }: Record<string, string | number>,
): string {
  const { port } = socket.address()
  return [
    `${method} ${callee.uri} SIP/2.0`,
    `v: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${branch}`,
    `f: "bare" <sip:bare@127.0.0.1:${port}>;tag=mine`,
    `t: <${callee.uri}>${toTag}`,
    'i: bare-call',
    `CSeq: ${seq} ${method}`,
    `m: <sip:bare@127.0.0.1:${port}>`,
    'c: application/sdp',
    `l: ${String(body).length}`,
    '',
    body,
  ].join('\r\n')
}

function answers(status: number, method: string): string[] {
  return received.filter((text) => text.startsWith(`SIP/2.0 ${status} `) && text.includes(` ${method}\r\n`))
}

function until(found: () => number, least: number): Promise<void> {
  return expect.poll(found, { timeout: 10_000, interval: 5 }).toBeGreaterThanOrEqual(least)
}

describe('a phone on a bare socket', () => {
  test('repeats its 200 until the ACK, and takes a repeated INVITE for the same call', async () => {
    const invite = request('INVITE', { branch: 'one', body: SDP })
    send(invite)
    send(invite)
    const call = await callee.nextIncoming({ timeoutMs: 5000 })
    await until(() => answers(200, 'INVITE').length, 3)
    expect(callee.callCount).toBe(1)
    const toTag = /^To: [^;]*(;tag=\S+)/m.exec(answers(200, 'INVITE')[0] ?? '')?.[1] ?? ''
    send(request('ACK', { branch: 'two', toTag }))
    await call.waitFor('confirmed', 5000)
    send(request('BYE', { branch: 'three', seq: 2, toTag }))
    expect(await call.waitFor('ended', 5000)).toMatchObject({ by: 'remote', reason: 'hungUp' })
    await until(() => answers(200, 'BYE').length, 1)
    send(request('BYE', { branch: 'four', seq: 3, toTag }))
    await until(() => answers(481, 'BYE').length, 1)
  })

  test('hangs up when no ACK ever comes', async () => {
    send(request('INVITE', { branch: 'one', body: SDP }))
    const call = await callee.nextIncoming({ timeoutMs: 5000 })
    expect(await call.waitFor('ended', 10_000)).toMatchObject({ by: 'network', reason: 'noAck' })
    await until(() => received.filter((text) => text.startsWith('BYE ')).length, 1)
  })

  test('survives rubbish, and answers OPTIONS, what it does not know, and audio that it does not speak', async () => {
    for (const rubbish of [
      '',
      '\r\n\r\n',
      'INVITE',
      'INVITE x SIP/2.0\r\n\r\n',
      'SIP/2.0 200 OK\r\n\r\n',
      '\0\xff'.repeat(500),
    ]) {
      send(Buffer.from(rubbish, 'latin1'))
    }
    send(request('OPTIONS', { branch: 'one' }))
    await until(() => answers(200, 'OPTIONS').length, 1)
    send(request('PUBLISH', { branch: 'two' }))
    await until(() => answers(405, 'PUBLISH').length, 1)
    send(request('INVITE', { branch: 'three', body: SDP.replace('AVP 0', 'AVP 8') }))
    await until(() => answers(488, 'INVITE').length, 1)
  })
})
