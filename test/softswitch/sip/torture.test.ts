import { describe, expect, it } from 'vitest'
import { fresh, LegLog, RawPeer, request, sdp, tagOf } from './raw-peer.ts'
import { nextCall, QUICK, UNREPEATED, withSwitch } from './switch.ts'

/** A small generator with a seed, so that a failure can be had again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const MUTATED = 4_000

async function alive(peer: RawPeer): Promise<void> {
  const callId = fresh('alive')
  peer.send(request('OPTIONS', { peer, callId, cseq: 1 }))
  await peer.next((m) => m.status === 200 && m.header('Call-ID') === callId)
}

/** Asks until the answer isn't 503: at its bound of transactions the switch says so, and soon serves again. */
async function served(peer: RawPeer): Promise<void> {
  for (let status = 503; status === 503; ) {
    const callId = fresh('served')
    peer.send(request('OPTIONS', { peer, callId, cseq: 1 }))
    status = (await peer.next((m) => m.header('Call-ID') === callId)).status
    if (status !== 503) expect(status).toBe(200)
  }
}

/** The spirit of RFC 4475: sound but strange, and unsound. `status` is what must come back; 0: silence. */
function samples(peer: RawPeer): { name: string; text: string; status: number }[] {
  const make = (method = 'OPTIONS', more: string[] = []) =>
    request(method, { peer, callId: fresh('torture'), cseq: 1, more })
  return [
    {
      name: 'folded lines, odd case, blanks before colons',
      status: 200,
      text: make().replace('Max-Forwards: 70', 'mAX-forWARDS  :\r\n 70').replace('From: ', 'fRoM\t:\r\n\t'),
    },
    {
      name: 'compact forms',
      status: 200,
      text: make()
        .replace('Via:', 'v:')
        .replace('From:', 'f:')
        .replace('To:', 't:')
        .replace('Call-ID:', 'i:')
        .replace('Content-Length:', 'l:'),
    },
    {
      name: 'a quoted name with angle brackets, commas and escapes',
      status: 200,
      text: make().replace('From: <', 'From: "a <sip:x@y>, \\"b\\" ;tag=no" <'),
    },
    {
      name: 'an escaped user and semicolons in it',
      status: 200,
      text: make().replace('sip:9000@127.0.0.1 SIP', 'sip:a%00b;x=1?y@127.0.0.1 SIP'),
    },
    { name: 'bare line feeds', status: 200, text: make().replaceAll('\r\n', '\n') },
    { name: 'empty lines first', status: 200, text: `\r\n\r\n${make()}` },
    {
      name: 'an unknown method with every token character',
      status: 501,
      text: make("!interesting-Method0123456789_*+`.%indeed'~"),
    },
    {
      name: 'a header field nobody knows, of 3000 bytes',
      status: 200,
      text: make('OPTIONS', [`X-Long: ${'a'.repeat(3000)}`]),
    },
    { name: 'a second To', status: 400, text: make('OPTIONS', ['To: <sip:b@c>']) },
    { name: 'CSeq of another method', status: 400, text: make().replace('1 OPTIONS', '1 INVITE') },
    {
      name: 'CSeq beyond 2^31',
      status: 400,
      text: make().replace('1 OPTIONS', '36893488147419103232 OPTIONS'),
    },
    {
      name: 'a negative Content-Length',
      status: 400,
      text: make().replace('Content-Length: 0', 'Content-Length: -999'),
    },
    {
      name: 'a Content-Length beyond the datagram',
      status: 400,
      text: make().replace('Content-Length: 0', 'Content-Length: 9999'),
    },
    { name: 'an open quote in From', status: 400, text: make().replace('From: <', 'From: "open <') },
    {
      name: 'an open bracket in To',
      status: 400,
      text: make().replace('To: <sip:9000@127.0.0.1>', 'To: <sip:9000@127.0.0.1'),
    },
    { name: 'a header line that is none', status: 400, text: make('OPTIONS', ['no colon here']) },
    {
      name: 'a Request-URI in brackets',
      status: 400,
      text: make().replace('sip:9000@127.0.0.1 SIP', '<sip:9000@127.0.0.1> SIP'),
    },
    {
      name: 'a scheme nobody speaks',
      status: 416,
      text: make().replace('sip:9000@127.0.0.1 SIP', 'nobodyKnowsThisScheme:x SIP'),
    },
    {
      name: 'a version of the future',
      status: 505,
      text: make().replace(' SIP/2.0\r\nVia', ' SIP/7.0\r\nVia'),
    },
    { name: 'no Via at all', status: 0, text: make().replace(/^Via.*\r\n/m, '') },
    { name: 'no Call-ID', status: 0, text: make().replace(/^Call-ID.*\r\n/m, '') },
    { name: 'an ACK to nothing', status: 0, text: make('ACK') },
    { name: 'an answer to nothing', status: 0, text: make().replace(/^.*\r\n/, 'SIP/2.0 200 OK\r\n') },
    {
      name: 'an unknown extension is required',
      status: 420,
      text: make('OPTIONS', ['Require: nothingSupportsThis']),
    },
    {
      name: 'a body of a kind nobody reads',
      status: 415,
      text: request('INVITE', { peer, callId: fresh('torture'), cseq: 1, body: 'x' }).replace(
        'application/sdp',
        'application/unknown',
      ),
    },
    {
      name: 'a Route and a Max-Forwards of 0',
      status: 200,
      text: make('OPTIONS', ['Route: <sip:1.2.3.4;lr>']).replace('70', '0'),
    },
  ]
}

describe('strange messages', () => {
  it('get the answer they deserve', () =>
    withSwitch({ timing: UNREPEATED }, async (_sip, peer) => {
      for (const { name, text, status } of samples(peer)) {
        peer.send(text)
        if (status > 0) {
          const answer = await peer.next((m) => m.status > 100)
          expect([name, answer.status]).toEqual([name, status])
          if (status !== 400) continue
          expect(answer.header('To')).toContain('tag=')
        } else {
          await alive(peer)
          expect([name, peer.count(() => true)]).toEqual([name, 0])
        }
      }
    }))

  it('in session descriptions are refused and harm nothing', () =>
    withSwitch({ timing: UNREPEATED }, async (sip, peer) => {
      let calls = 0
      sip.onInvite((leg) => {
        calls++
        new LegLog(leg)
        leg.hangUp({ sipStatus: 486, q850: 17, reasonText: 'USER_BUSY' })
      })
      const bad = [
        'v=0',
        sdp(0),
        sdp(99_999),
        sdp(40_000).replace('127.0.0.1\r\nt=', 'evil.example\r\nt='),
        sdp(40_000).replace('RTP/AVP', 'RTP/SAVP'),
        sdp(40_000).replaceAll('IP4', 'IP6'),
        `v=0\r\n${'m=audio 1 RTP/AVP 0\r\n'.repeat(200)}`,
        `v=0\r\n${'a=x\r\n'.repeat(3000)}`,
        'v=0\r\nm=audio\r\na=rtpmap:__proto__ x/8000\r\n',
      ]
      for (const body of bad) {
        peer.send(request('INVITE', { peer, callId: fresh('sdp'), cseq: 1, body }))
        const answer = await peer.next((m) => m.status > 100)
        // An IPv6 description names an IPv4 address here and is taken as one, or refused: never a crash.
        expect([488, 486]).toContain(answer.status)
      }
      expect(calls).toBeLessThanOrEqual(1)
      await alive(peer)
    }))

  it('by the thousand, mutated at random, leave the switch well and its memory bounded', ({ task }) =>
    withSwitch({ timing: QUICK, limits: { maxLegs: 50, maxTransactions: 500 } }, async (sip, peer) => {
      sip.onInvite((leg) => {
        new LegLog(leg)
        leg.ring()
        leg.answer()
      })
      const observer = await RawPeer.open(sip.port)
      const roll = random(20_260_101)
      const at = (length: number) => Math.floor(roll() * length)
      for (let round = 0; round < MUTATED; round++) {
        const methods = ['INVITE', 'REGISTER', 'OPTIONS', 'BYE', 'ACK', 'CANCEL', 'UPDATE', 'REFER']
        const text = request(methods[at(methods.length)] ?? 'INVITE', {
          peer,
          callId: fresh('fuzz'),
          cseq: 1,
          body: roll() < 0.5 ? sdp(40_000) : '',
          toTag: roll() < 0.2 ? 'x' : '',
        })
        const bytes = Buffer.from(text, 'latin1')
        for (let change = at(6); change >= 0; change--) {
          const position = at(bytes.length)
          const kind = at(4)
          if (kind === 0) bytes[position] = at(256)
          else if (kind === 1) bytes.copyWithin(position, at(bytes.length), at(bytes.length))
          else if (kind === 2) bytes.fill(at(256), position, Math.min(bytes.length, position + at(40)))
          else bytes[position] = '<>";,:@=%\r\n\\'.charCodeAt(at(13))
        }
        peer.send(roll() < 0.1 ? bytes.subarray(0, at(bytes.length)) : bytes)
        if (round % 100 > 0) continue
        // Asked over a socket of its own, which the flood's answers can't fill.
        await served(observer)
        expect(sip.stats().legs).toBeLessThanOrEqual(50)
        expect(sip.stats().transactions).toBeLessThanOrEqual(500)
      }
      expect(sip.stats().malformed).toBeGreaterThan(100)
      task.meta.tried = { 'mutated SIP messages': MUTATED }
      observer.close()
    }))

  it('inside a call leave the call alone', () =>
    withSwitch({}, async (sip, peer) => {
      const call = nextCall(sip)
      const callId = fresh('call')
      peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) }))
      const { leg, log } = await call
      leg.answer()
      const toTag = tagOf((await peer.status(200)).header('To'))
      peer.send(request('ACK', { peer, callId, cseq: 1, toTag }))
      await log.until('answered')
      const observer = await RawPeer.open(sip.port)
      const roll = random(7)
      const at = (length: number) => Math.floor(roll() * length)
      for (let round = 0; round < 1000; round++) {
        const method = ['INVITE', 'UPDATE', 'INFO', 'REFER', 'ACK', 'NOTIFY'][at(6)] ?? 'INFO'
        const text = request(method, {
          peer,
          callId,
          cseq: at(50),
          toTag,
          more: ['Refer-To: <sip:1002@hospital.test>'],
          body: roll() < 0.5 ? sdp(40_000) : '',
        })
        const bytes = Buffer.from(text, 'latin1')
        for (let change = at(3); change >= 0; change--) bytes[at(bytes.length)] = at(256)
        // A BYE is not among the methods, so only a mutation that names one may end the call: none does.
        peer.send(bytes)
        if (round % 100 === 0) await served(observer)
      }
      expect(log.end).toBeUndefined()
      observer.close()
    }))
})
