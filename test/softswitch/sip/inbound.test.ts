import { describe, expect, it } from 'vitest'
import { authorization, fresh, LegLog, RawPeer, request, sdp, tagOf } from './raw-peer.ts'
import { nextCall, QUICK, withSwitch } from './switch.ts'

const GOODBYE = { sipStatus: 486, q850: 17, reasonText: 'USER_BUSY' }

describe('a call that comes in', () => {
  it('rings, is answered, and ends with a BYE from the caller', () =>
    withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000), more: ['X-Ward: 七病区'] }))
      const { leg, log } = await call
      expect(leg.info.destination).toBe('9000')
      expect(leg.info.extraHeaders).toEqual({ 'X-Ward': '七病区' })
      expect(leg.info.authenticatedAs).toBeUndefined()
      await peer.status(100)
      leg.ring()
      const ringing = await peer.status(180)
      leg.answer()
      const ok = await peer.status(200)
      expect(tagOf(ok.header('To'))).toBe(tagOf(ringing.header('To')))
      expect(ok.body).toMatch(/m=audio \d*[02468] RTP\/AVP 0 101\r\n/)
      expect(log.seen).toEqual([])
      const toTag = tagOf(ok.header('To'))
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag }))
      await log.until('answered')
      expect(leg.media.ready).toBe(true)
      peer.send(
        request('BYE', { peer, callId, cseq: 2, toTag, more: ['Reason: Q.850;cause=16;text="NORMAL"'] }),
      )
      await peer.status(200, 'BYE')
      await log.until('ended')
      expect(log.end).toEqual({ by: 'remote', sipStatus: undefined, how: 'BYE', q850: 16 })
      expect(sip.stats().legs).toBe(0)
    }))

  it('is refused with the status and cause that the core says, and the refusal is repeated until the ACK', () =>
    withSwitch({ timing: QUICK }, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      const branch = fresh('z9hG4bK')
      peer.send(request('INVITE', { peer, callId, cseq: 1, branch, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.hangUp(GOODBYE)
      const busy = await peer.status(486)
      expect(busy.header('Reason')).toBe('Q.850;cause=17;text="USER_BUSY"')
      await peer.status(486)
      peer.send(request('ACK', { peer, callId, cseq: 1, branch, toTag: tagOf(busy.header('To')) }))
      await log.until('ended')
      expect(log.end).toMatchObject({ by: 'local', how: 'REFUSED', sipStatus: 486 })
    }))

  it('sends its 200 again until the ACK comes, and the retransmitted INVITE makes no second call', () =>
    withSwitch({ timing: QUICK }, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      const invite = request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) })
      peer.send(invite)
      peer.send(invite)
      const { leg, log } = await call
      leg.answer()
      const ok = await peer.status(200)
      await peer.status(200)
      await peer.status(200)
      peer.send(invite)
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag: tagOf(ok.header('To')) }))
      await log.until('answered')
      expect(sip.stats().legs).toBe(1)
    }))

  it('gives up after 64*T1 without an ACK: BYE, and the core is told that nobody answered', () =>
    withSwitch({ timing: QUICK }, async (sip, peer) => {
      const call = nextCall(sip)
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.answer()
      const bye = await peer.request('BYE')
      peer.reply(bye, '200 OK')
      await log.until('ended')
      expect(log.seen).toEqual(['ended'])
      expect(log.end).toMatchObject({ by: 'transport', how: 'TIMEOUT' })
    }))

  it('is cancelled while it rings: 200 to the CANCEL, 487 to the INVITE', () =>
    withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      const branch = fresh('z9hG4bK')
      peer.send(request('INVITE', { peer, callId, cseq: 1, branch, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.ring()
      await peer.status(180)
      peer.send(request('CANCEL', { peer, callId, cseq: 1, branch }))
      await peer.status(200, 'CANCEL')
      await peer.status(487, 'INVITE')
      await log.until('ended')
      expect(log.end).toEqual({ by: 'remote', sipStatus: undefined, how: 'CANCEL', q850: undefined })
      leg.answer()
      leg.hangUp(GOODBYE)
      expect(leg.media.ready).toBe(false)
    }))

  it('stays answered when a CANCEL crosses its 200', () =>
    withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      const branch = fresh('z9hG4bK')
      peer.send(request('INVITE', { peer, callId, cseq: 1, branch, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.answer()
      peer.send(request('CANCEL', { peer, callId, cseq: 1, branch }))
      const ok = await peer.status(200, 'INVITE')
      await peer.status(200, 'CANCEL')
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag: tagOf(ok.header('To')) }))
      await log.until('answered')
      expect(peer.count((m) => m.status === 487)).toBe(0)
    }))

  it('waits with its BYE for the ACK when the core hangs up in between', () =>
    withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.answer()
      const ok = await peer.status(200)
      leg.hangUp(GOODBYE)
      await log.until('ended')
      peer.send(request('OPTIONS', { peer, callId: fresh('ping'), cseq: 1 }))
      await peer.status(200, 'OPTIONS')
      expect(peer.count((m) => m.method === 'BYE')).toBe(0)
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag: tagOf(ok.header('To')) }))
      const bye = await peer.request('BYE')
      expect(bye.header('Reason')).toContain('Q.850;cause=17')
      peer.reply(bye, '200 OK')
    }))

  it('makes the offer itself when the INVITE has none, and takes the answer from the ACK', () =>
    withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      peer.send(request('INVITE', { peer, callId, cseq: 1 }))
      const { leg, log } = await call
      leg.answer()
      const ok = await peer.status(200)
      expect(ok.body).toContain('telephone-event')
      expect(leg.media.ready).toBe(false)
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag: tagOf(ok.header('To')), body: sdp(40_000) }))
      await log.until('answered')
      expect(leg.media.ready).toBe(true)
    }))

  it('is refused with 488 when no codec is shared, and other streams are answered with port 0', () =>
    withSwitch({}, async (sip, peer) => {
      peer.send(
        request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000, 'sendrecv', '9 18') }),
      )
      await peer.status(488)
      const call = nextCall(sip)
      const body = `${sdp(40_000)}m=video 40002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n`
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body }))
      const { leg } = await call
      leg.preAnswer()
      const progress = await peer.status(183)
      expect(progress.body).toContain('m=video 0 RTP/AVP 96')
      expect(leg.media.ready).toBe(true)
    }))

  it('wants a password from our own extensions, even over a trunk, and from everybody else', async () => {
    for (const trunks of [['127.0.0.1/32'], ['10.9.8.0/24']]) {
      await withSwitch({ trunks }, async (sip, peer) => {
        const call = nextCall(sip)
        const from = '<sip:1001@hospital.test>'
        const callId = fresh('call')
        peer.send(request('INVITE', { peer, callId, cseq: 1, from, body: sdp(40_000) }))
        const challenge = (await peer.status(407)).header('Proxy-Authenticate')
        const wrong = authorization(challenge, 'INVITE', '1001', 'nope')
        const right = authorization(challenge, 'INVITE', '1001', 'secret1')
        const send = (cseq: number, value: string) =>
          peer.send(
            request('INVITE', {
              peer,
              callId,
              cseq,
              from,
              body: sdp(40_000),
              more: [`Proxy-Authorization: ${value}`],
            }),
          )
        send(2, wrong)
        await peer.status(403)
        send(3, right)
        expect((await call).leg.info.authenticatedAs).toBe('1001')
      })
    }
    await withSwitch({ trunks: ['10.9.8.0/24'] }, async (_sip, peer) => {
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      await peer.status(407)
    })
  })

  it('names its callers as they came: quoted, percent-encoded, or in bytes that are no UTF-8', () =>
    withSwitch({}, async (sip, peer) => {
      const gbk = Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]).toString('latin1')
      const names = [
        ['"张三 \\"急\\"" <sip:1@127.0.0.1>', '张三 \\"急\\"'],
        ['"%E5%BC%A0%E4%B8%89" <sip:1@127.0.0.1>', '张三'],
        ['"50% off" <sip:1@127.0.0.1>', '50% off'],
        [`"${gbk}" <sip:1@127.0.0.1>`, '\udcd5\udcc5\udcc8\udcfd'],
        ['"a%0d%0aX-Evil: 1" <sip:1@127.0.0.1>', 'a X-Evil: 1'],
      ] as const
      for (const [from, wanted] of names) {
        const call = nextCall(sip)
        const text = request('INVITE', { peer, callId: fresh('call'), cseq: 1, from, body: sdp(40_000) })
        peer.send(from.includes(gbk) ? Buffer.from(text, 'latin1') : text)
        expect((await call).leg.info.from.displayName).toBe(wanted)
      }
    }))

  it('absorbs the same request over two paths with 482, and one of its own that came back', () =>
    withSwitch({}, async (sip, peer) => {
      const calls: LegLog[] = []
      sip.onInvite((leg) => calls.push(new LegLog(leg)))
      const callId = fresh('call')
      peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) }))
      peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) }))
      await peer.status(482)
      const looped = sip.invite(`sip:9000@127.0.0.1:${sip.port}`, {
        callerName: '',
        callerNumber: '1',
        headers: {},
      })
      const log = new LegLog(looped)
      await log.until('ended')
      expect(log.end).toMatchObject({ how: 'REFUSED', sipStatus: 482 })
      expect(calls).toHaveLength(1)
    }))

  it('sends its requests along the recorded route', () =>
    withSwitch({}, async (sip, peer) => {
      const proxy = await RawPeer.open(sip.port)
      const call = nextCall(sip)
      const callId = fresh('call')
      const more = [
        `Record-Route: <sip:127.0.0.1:${proxy.port};lr>, <sip:192.0.2.9;lr>`,
        'Record-Route: <sip:192.0.2.10;lr>',
      ]
      peer.send(request('INVITE', { peer, callId, cseq: 1, more, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.answer()
      const ok = await peer.status(200)
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag: tagOf(ok.header('To')) }))
      await log.until('answered')
      leg.hangUp(GOODBYE)
      const bye = await proxy.request('BYE')
      expect(bye.start).toBe(`BYE sip:caller@127.0.0.1:${peer.port} SIP/2.0`)
      expect(bye.headers('Route')).toEqual([
        `<sip:127.0.0.1:${proxy.port};lr>`,
        '<sip:192.0.2.9;lr>',
        '<sip:192.0.2.10;lr>',
      ])
      proxy.close()
    }))

  it('says 503 beyond its bound of calls, and serves again when one has ended', () =>
    withSwitch({ limits: { maxLegs: 1 } }, async (sip, peer) => {
      const call = nextCall(sip)
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      const { leg, log } = await call
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      await peer.status(503)
      leg.hangUp(GOODBYE)
      await log.until('ended')
      const next = nextCall(sip)
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      await next
    }))

  it('outlives a handler that throws: 500 for that call, and the next is taken', () =>
    withSwitch({}, async (sip, peer) => {
      sip.onInvite(() => {
        throw new Error('a bug')
      })
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      await peer.status(500)
      const call = nextCall(sip)
      peer.send(request('INVITE', { peer, callId: fresh('call'), cseq: 1, body: sdp(40_000) }))
      await call
    }))

  it('is told that the switch closes, and nothing is left behind', async () => {
    await withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.answer()
      peer.send(
        request('ACK', { peer, callId, cseq: 1, toTag: tagOf((await peer.status(200)).header('To')) }),
      )
      await log.until('answered')
      await sip.close()
      await peer.request('BYE')
      await log.until('ended')
      expect(sip.stats().legs + sip.stats().transactions).toBe(0)
    })
  })
})
