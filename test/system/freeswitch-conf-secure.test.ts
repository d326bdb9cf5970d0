import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { join } from 'node:path'
import { connect, type SecureVersion } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type BaresipAgent, startBaresipAgent } from '../support/baresip/agent.ts'
import { baresipMissing } from '../support/baresip/baresip.ts'
import { freePort } from '../support/free-ports.ts'
import { type FreeswitchNode, freeswitchPrefix, startFreeswitch } from '../support/freeswitch.ts'
import { type SwitchAuthority, switchAuthority } from '../support/freeswitch-tls.ts'
import { listeningAddresses } from '../support/listening.ts'
import { Digest } from '../support/phone/digest.ts'
import { createPhone, createTrunk, type Phone } from '../support/phone/index.ts'
import { isRequest, parseMessage } from '../support/phone/message.ts'
import { RawEventSocket } from '../support/raw-event-socket.ts'
import { openSipWebSocket } from '../support/sip-websocket.ts'

const prefix = freeswitchPrefix()
const missing = prefix === undefined ? 'CTI_TEST_FREESWITCH names no installation' : baresipMissing()
if (missing !== undefined) console.log(`freeswitch-conf with TLS and SRTP: NOT RUN (${missing})`)

const users = ['1001', '1002', '1003'].map((extension) => ({
  extension,
  password: `secret-${extension}`,
  name: extension,
}))

describe.skipIf(missing !== undefined)(
  'freeswitch-conf with TLS, SRTP and secure WebSockets on a real FreeSWITCH',
  () => {
    let node: FreeswitchNode
    let authority: SwitchAuthority
    let socket: RawEventSocket
    let [tlsPort, wssPort] = [0, 0]
    const agents: BaresipAgent[] = []
    const phones: Phone[] = []

    beforeAll(async () => {
      authority = await switchAuthority()
      tlsPort = await freePort()
      wssPort = await freePort()
      node = await startFreeswitch({
        prefix: prefix ?? '',
        users,
        serviceNumbers: ['8000'],
        fallbackTargets: ['1001'],
        trunkAcl: ['127.0.0.1/32'],
        settings: {
          agents_tls: 'true',
          agents_srtp: 'mandatory',
          agents_tls_port: tlsPort,
          agents_wss: `127.0.0.1:${wssPort}`,
        },
        prepare: (siteDir) => authority.issueInto(join(siteDir, 'tls')),
      })
      socket = await RawEventSocket.open(node.eventSocketPort, node.eventSocketPassword)
    })
    afterAll(async () => {
      socket?.close()
      await node?.stop()
    })
    afterEach(async () => {
      await Promise.all([
        ...agents.splice(0).map((one) => one.stop()),
        ...phones.splice(0).map((one) => one.close()),
      ])
    })

    async function secureAgent(
      extension: string,
      mediaEncryption: 'srtp' | 'srtp-mand' | 'dtls_srtp' | undefined,
      { transport = 'tls' as 'tls' | 'udp', dials = undefined as string | undefined } = {},
    ): Promise<BaresipAgent> {
      const agent = await startBaresipAgent({
        extension,
        password: `secret-${extension}`,
        domain: node.domain,
        registrar: { host: node.host, port: transport === 'tls' ? tlsPort : node.sipPort },
        transport,
        authority: authority.certificate,
        hz: 700,
        ...(mediaEncryption === undefined ? {} : { mediaEncryption }),
        ...(dials === undefined ? {} : { dials }),
      })
      agents.push(agent)
      await expect.poll(() => registered(extension), { timeout: 10_000, message: agent.output() }).toBe(true)
      return agent
    }

    /** Of each leg that is up: extension that it talks with, and its SRTP suite. */
    async function suites(): Promise<Record<string, string>> {
      const { rows } = JSON.parse(await socket.api('show channels as json')) as {
        rows?: { uuid: string; name: string }[]
      }
      const found: Record<string, string> = {}
      for (const { uuid, name } of rows ?? []) {
        found[/agents\/(?:sip:)?(\d{4})/.exec(name)?.[1] ?? 'patient'] = await socket.api(
          `uuid_getvar ${uuid} rtp_secure_media_negotiated`,
        )
      }
      return found
    }

    async function registered(extension: string): Promise<boolean> {
      return (await socket.api(`sofia_contact agents/${extension}@${node.domain}`)).startsWith('sofia/')
    }

    async function patient(): Promise<Phone> {
      const phone = await createTrunk({
        switch: { host: node.host, port: node.trunkSipPort },
        number: '13800138000',
        tone: 440,
      })
      phones.push(phone)
      return phone
    }

    async function plainPhone(extension: string): Promise<Phone> {
      const phone = await createPhone({
        extension,
        password: `secret-${extension}`,
        domain: node.domain,
        registrar: { host: node.host, port: node.sipPort },
      })
      phones.push(phone)
      await phone.register()
      return phone
    }

    it('calls a phone that registered over TLS with SRTP, by a suite of the list', async () => {
      await secureAgent('1001', 'srtp-mand')
      const call = await (await patient()).call('8000')
      await call.waitFor('answered')
      await call.audio.heard(700)
      expect(await suites()).toEqual({ '1001': 'AEAD_AES_256_GCM', patient: '_undef_' })
    })

    it('takes SRTP from a phone that calls, and no call without it where it is mandatory', async () => {
      await secureAgent('1001', 'srtp-mand')
      const secured = await secureAgent('1003', 'srtp-mand', { dials: `sip:8000@${node.domain}` })
      await expect
        .poll(suites, { timeout: 15_000, message: secured.output() })
        .toEqual({ '1001': 'AEAD_AES_256_GCM', '1003': 'AES_CM_128_HMAC_SHA1_80' })
      const plain = await plainPhone('1002')
      const refused = await (await plain.call('8000')).waitFor('ended')
      expect(refused).toMatchObject({ reason: 'refused', sipStatus: 488 })
    })

    it('uses no suite with a shortened tag, or without one, though nothing else is offered', async () => {
      for (const suite of ['AES_CM_128_HMAC_SHA1_32', 'AES_CM_128_NULL_AUTH']) {
        // FreeSWITCH answers the call and declines the medium.
        const answer = await answerToSuite(node.trunkSipPort, suite)
        expect(answer).toMatch(/^m=audio 0 /m)
        expect(answer).not.toContain(suite)
      }
      const answer = await answerToSuite(node.trunkSipPort, 'AES_CM_128_HMAC_SHA1_80')
      expect(answer).toMatch(/^a=crypto:1 AES_CM_128_HMAC_SHA1_80 /m)
    })

    it('shows the certificate of the site, over TLS 1.2 and 1.3 only', async () => {
      for (const port of [tlsPort, wssPort]) {
        const shown = await handshake(port, authority.certificate)
        expect(shown.authorised, String(port)).toBe(true)
        expect(shown.protocol).toBe('TLSv1.3')
      }
      for (const port of [tlsPort, wssPort]) {
        await expect(handshake(port, authority.certificate, 'TLSv1.1'), String(port)).rejects.toThrow()
      }
    })

    it('shows a new certificate after reloadcert, while calls go on', async () => {
      await secureAgent('1001', 'srtp-mand')
      const call = await (await patient()).call('8000')
      await call.waitFor('answered')
      const before = await handshake(tlsPort, authority.certificate)
      await authority.issueInto(join(node.siteDir, 'tls'))
      expect(await socket.api('reloadcert')).toContain('+OK')
      await expect
        .poll(async () => (await handshake(tlsPort, authority.certificate)).fingerprint, { timeout: 5000 })
        .not.toBe(before.fingerprint)
      await call.audio.heard(700)
    })

    it('registers a browser over a secure WebSocket and offers it what WebRTC needs', async () => {
      const browser = await openSipWebSocket('127.0.0.1', wssPort, authority.certificate)
      try {
        browser.send(registerRequest(1))
        const challenge = await browser.receive('SIP/2.0 401', 5000)
        browser.send(registerRequest(2, answered(challenge, '1001', 'secret-1001')))
        await browser.receive('SIP/2.0 200', 5000)
        await (await patient()).call('8000')
        const invite = await browser.receive('INVITE ', 10_000)
        expect(invite).toMatch(/^m=audio \d+ (UDP\/TLS\/)?RTP\/SAVPF /m)
        expect(invite).toMatch(/^a=fingerprint:sha-256 /m)
        expect(invite).toMatch(/^a=setup:actpass/m)
        expect(invite).toMatch(/^a=ice-ufrag:/m)
        expect(invite).toMatch(/^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 /m)
        expect(invite).toMatch(/^a=rtcp-mux/m)
        expect(invite).not.toMatch(/^a=crypto:/m)
      } finally {
        browser.close()
      }
    })

    it('listens on loopback only, with these listeners too', () => {
      expect(listeningAddresses(node.pid)).toEqual(['127.0.0.1'])
    })
  },
)

function answered(challenge: string, user: string, password: string): string | undefined {
  const digest = new Digest(user, password)
  const message = parseMessage(Buffer.from(challenge, 'utf8'))
  if (message === undefined || isRequest(message)) return undefined
  digest.learn(message, false)
  return digest.authorize('REGISTER', 'sip:cti.test')[0]?.[1]
}

function registerRequest(cseq: number, authorization?: string): string {
  return [
    'REGISTER sip:cti.test SIP/2.0',
    `Via: SIP/2.0/WSS browser.invalid;branch=z9hG4bKbrowser${cseq}`,
    'Max-Forwards: 70',
    'From: <sip:1001@cti.test>;tag=browser',
    'To: <sip:1001@cti.test>',
    'Call-ID: browser-registration',
    `CSeq: ${cseq} REGISTER`,
    'Contact: <sip:1001@browser.invalid;transport=ws>;expires=600',
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')
}

/** What the switch answers, in the end or for the time being, to an offer with one SDES suite (RFC 4568) and no other. */
async function answerToSuite(port: number, suite: string): Promise<string> {
  const udp = createSocket('udp4')
  try {
    udp.bind(0, '127.0.0.1')
    await once(udp, 'listening')
    const at = `127.0.0.1:${udp.address().port}`
    const key = randomBytes(30).toString('base64')
    const body = [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      'm=audio 4000 RTP/SAVP 0',
      `a=crypto:1 ${suite} inline:${key}`,
      '',
    ].join('\r\n')
    const invite = [
      `INVITE sip:8000@127.0.0.1:${port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${at};branch=z9hG4bK${randomBytes(6).toString('hex')}`,
      'Max-Forwards: 70',
      `From: <sip:13800138000@${at}>;tag=suite`,
      `To: <sip:8000@127.0.0.1:${port}>`,
      `Call-ID: ${randomBytes(8).toString('hex')}`,
      'CSeq: 1 INVITE',
      `Contact: <sip:${at}>`,
      'Content-Type: application/sdp',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n')
    udp.send(invite, port, '127.0.0.1')
    for (;;) {
      const [answer] = (await once(udp, 'message', { signal: AbortSignal.timeout(10_000) })) as [Buffer]
      const text = answer.toString('latin1')
      if (!text.startsWith('SIP/2.0 100')) return text
    }
  } finally {
    udp.close()
  }
}

interface Shown {
  readonly authorised: boolean
  readonly protocol: string | null
  readonly fingerprint: string
}

async function handshake(port: number, authority: string, version?: SecureVersion): Promise<Shown> {
  const limits =
    version === undefined
      ? {}
      : { minVersion: 'TLSv1' as const, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }
  const socket = connect({ host: '127.0.0.1', port, ca: authority, timeout: 5000, ...limits })
  try {
    await once(socket, 'secureConnect')
    const { authorized: authorised } = socket
    return {
      authorised,
      protocol: socket.getProtocol(),
      fingerprint: socket.getPeerCertificate().fingerprint256,
    }
  } finally {
    socket.destroy()
  }
}
