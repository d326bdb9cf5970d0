import { createHash, randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPhone, type Phone, type PhoneOptions } from '../support/phone/index.ts'

/**
 * A registrar in fifty lines, with its own reading of SIP and its own digest arithmetic (RFC 2617 section 3.2.2), so
 * that the phone isn't checked against itself.
 */
const PASSWORD = 's3cret'
const REALM = 'hospital.example'

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

class Registrar {
  readonly seen: { method: string; status: number }[] = []
  /** A nonce is good for so many requests; then it is stale. */
  usesPerNonce = Number.POSITIVE_INFINITY
  readonly #socket: Socket
  readonly #used = new Map<string, number>()

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (datagram, { port, address }) => {
      const request = datagram.toString()
      const answer = this.#answer(request)
      if (answer !== undefined) socket.send(answer, port, address)
    })
  }

  get port(): number {
    return this.#socket.address().port
  }

  #answer(request: string): string | undefined {
    const [method = ''] = request.split(' ')
    if (method === 'ACK') return undefined
    const invite = method === 'INVITE'
    const verdict = this.#check(request, method, invite ? 'Proxy-Authorization' : 'Authorization')
    const nonce = randomBytes(8).toString('hex')
    if (verdict !== 'good') this.#used.set(nonce, 0)
    const status = verdict === 'good' ? (invite ? 404 : 200) : invite ? 407 : 401
    this.seen.push({ method, status })
    const challenge = `${invite ? 'Proxy' : 'WWW'}-Authenticate: Digest realm="${REALM}", nonce="${nonce}", qop="auth", algorithm=MD5${verdict === 'stale' ? ', stale=true' : ''}`
    const contact = /^Contact: (.*)\r$/m.exec(request)?.[1] ?? ''
    const expires = Math.min(120, Number(/^Expires: (\d+)/m.exec(request)?.[1] ?? 0))
    const copied = request.match(/^(Via|From|To|Call-ID|CSeq): .*$/gm)?.map((line) => line.trim()) ?? []
    const more = verdict === 'good' ? `Contact: ${contact};expires=${expires}` : challenge
    return [`SIP/2.0 ${status} Whatever`, ...copied, more, 'Content-Length: 0', '', ''].join('\r\n')
  }

  #check(request: string, method: string, header: string): 'none' | 'bad' | 'stale' | 'good' {
    const line = new RegExp(`^${header}: Digest (.*)\\r$`, 'm').exec(request)?.[1]
    if (line === undefined) return 'none'
    const field = (name: string): string => new RegExp(`(?:^|[ ,])${name}="?([^",]*)`).exec(line)?.[1] ?? ''
    const ha1 = md5(`${field('username')}:${REALM}:${PASSWORD}`)
    const ha2 = md5(`${method}:${field('uri')}`)
    const parts = [ha1, field('nonce'), field('nc'), field('cnonce'), 'auth', ha2]
    if (field('response') !== md5(parts.join(':'))) return 'bad'
    const uses = this.#used.get(field('nonce'))
    if (uses === undefined || uses >= this.usesPerNonce) return 'stale'
    // A count that doesn't go up would be a replay.
    if (Number.parseInt(field('nc'), 16) !== uses + 1) return 'bad'
    this.#used.set(field('nonce'), uses + 1)
    return 'good'
  }
}

let socket: Socket
let registrar: Registrar
const open: Phone[] = []

async function phone(options: PhoneOptions = {}): Promise<Phone> {
  const made = await createPhone({
    extension: '1001',
    password: PASSWORD,
    registrar: { host: '127.0.0.1', port: registrar.port },
    domain: REALM,
    ...options,
  })
  open.push(made)
  return made
}

beforeEach(async () => {
  socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  registrar = new Registrar(socket)
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
  socket.close()
})

describe('a registrar that asks for a password', () => {
  test('gets it after one challenge, and at once the next time', async () => {
    const one = await phone()
    expect(await one.register({ expires: 3600 })).toBe(120)
    await one.register()
    await one.unregister()
    expect(registrar.seen.map(({ status }) => status)).toEqual([401, 200, 200, 200])
  })

  test('may call a nonce stale', async () => {
    registrar.usesPerNonce = 1
    const one = await phone()
    await one.register()
    await one.register()
    expect(registrar.seen.map(({ status }) => status)).toEqual([401, 200, 401, 200])
  })

  test('refuses the wrong password, and the phone gives up after one try', async () => {
    const one = await phone({ password: 'wrong' })
    await expect(one.register()).rejects.toMatchObject({ name: 'SipFailure', sipStatus: 401 })
    expect(registrar.seen.map(({ status }) => status)).toEqual([401, 401])
  })

  test('is asked again before the registration runs out', async () => {
    const one = await phone()
    await one.register({ expires: 1 })
    await expect.poll(() => registrar.seen.length, { timeout: 5000 }).toBeGreaterThan(2)
    expect(registrar.seen.at(2)).toEqual({ method: 'REGISTER', status: 200 })
  })

  test('challenges an INVITE too, and its answer ends the call', async () => {
    const one = await phone()
    const call = await one.call('2000')
    expect(await call.waitFor('ended', 5000)).toMatchObject({ by: 'remote', sipStatus: 404 })
    expect(registrar.seen).toEqual([
      { method: 'INVITE', status: 407 },
      { method: 'INVITE', status: 404 },
    ])
    expect(call.header('From')).toMatch(/^<sip:1001@hospital\.example>;tag=/)
  })

  test('that is gone makes the phone say what it waited for', async () => {
    const one = await phone({ registrar: { host: '127.0.0.1', port: 9 }, t1Ms: 10 })
    await expect(one.register()).rejects.toThrow(/awaited the answer to REGISTER[\s\S]*-> 127\.0\.0\.1:9/)
  })
})
