/**
 * The messages of RFC 4475, one by one under the RFC's own labels, written anew for this switch: what makes each of them
 * a torture is kept, names and addresses are ours. `may` are the answers that the RFC allows and this switch gives; 0
 * is silence.
 */
import { describe, expect, it } from 'vitest'
import { fresh, LegLog, type RawPeer, request, sdp } from './raw-peer.ts'
import { UNREPEATED, withSwitch } from './switch.ts'

interface Torture {
  readonly section: string
  readonly label: string
  readonly text: (peer: RawPeer) => string
  readonly may: readonly number[]
}

/** A call that is taken comes to 486: the hospital's end of these tests is always busy. */
const TAKEN = 486

const options = (peer: RawPeer, more: string[] = []) =>
  request('OPTIONS', { peer, callId: fresh('rfc'), cseq: 1, more })
const invite = (peer: RawPeer, more: string[] = [], body = sdp(40_000)) =>
  request('INVITE', { peer, callId: fresh('rfc'), cseq: 1, more, body })
const register = (peer: RawPeer, more: string[] = []) =>
  request('REGISTER', { peer, callId: fresh('rfc'), cseq: 1, more, uri: 'sip:hospital.test' })
const response = (peer: RawPeer, start: string) =>
  request('INVITE', { peer, callId: fresh('rfc'), cseq: 1 }).replace(/^.*\r\n/, `${start}\r\n`)
const R_URI = 'sip:9000@127.0.0.1 SIP/2.0'

const MESSAGES: readonly Torture[] = [
  {
    section: '3.1.1.1',
    label: 'wsinv',
    may: [TAKEN],
    text: (peer) =>
      invite(peer, ['NewFangledHeader:   newfangled value\r\n continued newfangled value', 's :'])
        .replace('To: <sip:9000@127.0.0.1>', 'TO :\r\n sip:9000@127.0.0.1')
        .replace('Max-Forwards: 70', 'MaX-fOrWaRdS: 0068')
        .replace('Call-ID: ', 'Call-ID\t: ')
        .replace('Content-Length', 'l')
        .replace('CSeq: 1 INVITE', 'cseq: 0001\r\n  INVITE'),
  },
  {
    section: '3.1.1.2',
    label: 'intmeth',
    may: [501],
    text: (peer) => options(peer).replaceAll('OPTIONS', "!interesting-Method0123456789_*+`.%indeed'~"),
  },
  {
    section: '3.1.1.3',
    label: 'esc01',
    may: [TAKEN],
    text: (peer) => invite(peer).replace(R_URI, 'sip:sips%3Auser%40example.com@127.0.0.1 SIP/2.0'),
  },
  {
    section: '3.1.1.4',
    label: 'escnull',
    may: [401],
    text: (peer) =>
      register(peer, ['Contact: <sip:%00@host5.example.com>', 'Contact: <sip:%00%00@host5.example.com>']),
  },
  {
    section: '3.1.1.5',
    label: 'esc02: an escaped method is another method',
    may: [501],
    text: (peer) => register(peer).replaceAll(/\bREGISTER\b/g, 'RE%47IST%45R'),
  },
  {
    section: '3.1.1.6',
    label: 'lwsdisp',
    may: [200],
    text: (peer) => options(peer).replace('From: <', 'From: caller<'),
  },
  {
    section: '3.1.1.7',
    label: 'longreq',
    may: [TAKEN],
    text: (peer) =>
      invite(peer, [
        `Unknown-${'Long'.repeat(20)}Name: unknown-${'long'.repeat(40)}-value; ${'unknown-long-parameter-name'.repeat(6)} = x`,
        ...Array.from({ length: 34 }, (_, n) => `Via: SIP/2.0/TCP sip${n}.example.com`),
      ]).replace('From: <', `From: "${'I have a user name of extreme proportion'.repeat(4)}" <`),
  },
  {
    section: '3.1.1.8',
    label: 'dblreq: what follows the body is not a second message',
    may: [401],
    text: (peer) => `${register(peer)}\r\n${invite(peer)}`,
  },
  {
    section: '3.1.1.9',
    label: 'semiuri',
    may: [200],
    text: (peer) => options(peer).replace(R_URI, 'sip:user;par=u%40example.net@127.0.0.1 SIP/2.0'),
  },
  {
    section: '3.1.1.10',
    label: 'transports',
    may: [200],
    text: (peer) =>
      options(
        peer,
        ['TCP', 'TLS', 'SCTP', 'UNKNOWN'].map(
          (one) => `Via: SIP/2.0/${one} t.example.com;branch=z9hG4bK${one}`,
        ),
      ),
  },
  {
    section: '3.1.1.11',
    label: 'mpart01',
    may: [405, 501],
    text: (peer) =>
      request('MESSAGE', {
        peer,
        callId: fresh('rfc'),
        cseq: 1,
        body: '--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02ceef655\r\n\u0082\u0001\u00ff\r\n--7a9cbec02ceef655--\r\n',
      }).replace('application/sdp', 'multipart/mixed;boundary="7a9cbec02ceef655"'),
  },
  {
    section: '3.1.1.12',
    label: 'unreason',
    may: [0],
    text: (peer) => response(peer, 'SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое'),
  },
  { section: '3.1.1.13', label: 'noreason', may: [0], text: (peer) => response(peer, 'SIP/2.0 100 ') },
  {
    section: '3.1.2.1',
    label: 'badinv01: refused, or the empty parameters passed over',
    may: [400, TAKEN],
    text: (peer) =>
      invite(peer)
        .replace(/^Via: (SIP\/2\.0\/UDP [^;]+);.*\r\n/m, 'Via: $1;rport;;,;,,\r\n')
        .replace('Contact: <', 'Contact: "Joe" <sip:joe@example.org>;;;;\r\nContact: <'),
  },
  {
    section: '3.1.2.2',
    label: 'clerr',
    may: [400],
    text: (peer) => invite(peer).replace(/Content-Length: \d+/, 'Content-Length: 9999'),
  },
  {
    section: '3.1.2.3',
    label: 'ncl',
    may: [400],
    text: (peer) => invite(peer).replace(/Content-Length: \d+/, 'Content-Length: -999'),
  },
  {
    section: '3.1.2.4',
    label: 'scalar02',
    may: [400],
    text: (peer) =>
      register(peer, ['Expires: 10000000000000000000000000'])
        .replace('CSeq: 1', 'CSeq: 36893488147419103232')
        .replace('Max-Forwards: 70', 'Max-Forwards: 300'),
  },
  {
    section: '3.1.2.5',
    label: 'scalarlg',
    may: [0],
    text: (peer) =>
      response(peer, 'SIP/2.0 503 Service Unavailable')
        .replace('CSeq: 1', 'CSeq: 9292394834772304023312')
        .replace('Max-Forwards: 70', 'Retry-After: 949302838503028349304023988'),
  },
  {
    section: '3.1.2.6',
    label: 'quotbal',
    may: [400],
    text: (peer) => invite(peer).replace('To: <', 'To: "Mr. J. User <'),
  },
  {
    section: '3.1.2.7',
    label: 'ltgtruri',
    may: [400],
    text: (peer) => invite(peer).replace(R_URI, '<sip:9000@127.0.0.1> SIP/2.0'),
  },
  {
    section: '3.1.2.8',
    label: 'lwsruri',
    may: [400],
    text: (peer) => invite(peer).replace(R_URI, 'sip:9000@127.0.0.1; lr SIP/2.0'),
  },
  {
    section: '3.1.2.9',
    label: 'lwsstart',
    may: [400, TAKEN],
    text: (peer) => invite(peer).replace(`INVITE ${R_URI}`, 'INVITE  sip:9000@127.0.0.1  SIP/2.0'),
  },
  {
    section: '3.1.2.10',
    label: 'trws',
    may: [400, 200],
    text: (peer) => options(peer).replace(R_URI, `${R_URI}  `),
  },
  {
    section: '3.1.2.11',
    label: 'escruri',
    may: [400, TAKEN],
    text: (peer) => invite(peer).replace(R_URI, 'sip:9000@127.0.0.1?Route=%3Csip:example.com%3E SIP/2.0'),
  },
  {
    section: '3.1.2.12',
    label: 'baddate',
    may: [400, TAKEN],
    text: (peer) => invite(peer, ['Date: Fri, 01 Jan 2010 16:00:00 EST']),
  },
  {
    section: '3.1.2.13',
    label: 'regbadct',
    may: [400, 401],
    text: (peer) => register(peer, ['Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E']),
  },
  {
    section: '3.1.2.14',
    label: 'badaspec',
    may: [400],
    text: (peer) => options(peer).replace('To: <sip:9000@127.0.0.1>', 'To: "Watson" < sip:9000@ 127.0.0.1 >'),
  },
  {
    section: '3.1.2.15',
    label: 'baddn',
    may: [400, 200],
    text: (peer) => options(peer).replace('From: <', 'From: Bell, Alexander <'),
  },
  {
    section: '3.1.2.16',
    label: 'badvers',
    may: [505],
    text: (peer) => options(peer).replace('SIP/2.0\r\nVia', 'SIP/7.0\r\nVia'),
  },
  {
    section: '3.1.2.17',
    label: 'mismatch01',
    may: [400],
    text: (peer) => options(peer).replace('1 OPTIONS', '8 INVITE'),
  },
  {
    section: '3.1.2.18',
    label: 'mismatch02',
    may: [400, 501],
    text: (peer) => options(peer).replace('OPTIONS sip', 'NEWMETHOD sip'),
  },
  {
    section: '3.1.2.19',
    label: 'bigcode',
    may: [0],
    text: (peer) => response(peer, 'SIP/2.0 4294967301 better not break the receiver'),
  },
  {
    section: '3.2.1',
    label: 'badbranch',
    may: [200],
    text: (peer) => options(peer).replace(/branch=z9hG4bK\w+/, 'branch=z9hG4bK'),
  },
  {
    section: '3.3.1',
    label: 'insuf',
    may: [0, 400],
    text: (peer) => invite(peer).replaceAll(/^(?:From|To|Call-ID): .*\r\n/gm, ''),
  },
  {
    section: '3.3.2',
    label: 'unkscm',
    may: [416],
    text: (peer) => options(peer).replace(R_URI, 'nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0'),
  },
  {
    section: '3.3.3',
    label: 'novelsc',
    may: [416],
    text: (peer) => options(peer).replace(R_URI, 'soap.beep://192.0.2.103:3002 SIP/2.0'),
  },
  {
    section: '3.3.4',
    label: 'unksm2',
    may: [400, 401],
    text: (peer) => register(peer).replace('To: <sip:9000@127.0.0.1>', 'To: isbn:2983792873'),
  },
  {
    section: '3.3.5',
    label: 'bext01',
    may: [420],
    text: (peer) =>
      options(peer, [
        'Require: nothingSupportsThis, nothingSupportsThisEither',
        'Proxy-Require: noProxiesSupportThis',
      ]),
  },
  {
    section: '3.3.6',
    label: 'invut',
    may: [415],
    text: (peer) =>
      invite(peer, [], '<audio>\r\n <pcmu port="443"/>\r\n</audio>\r\n').replace(
        'application/sdp',
        'application/unknownformat',
      ),
  },
  {
    section: '3.3.7',
    label: 'regaut01',
    may: [401],
    text: (peer) => register(peer, ['Authorization: NoOneKnowsThisScheme opaque-data=here']),
  },
  {
    section: '3.3.8',
    label: 'multi01',
    may: [400],
    text: (peer) =>
      invite(peer, [
        'CSeq: 59 INVITE',
        'Call-ID: another',
        'Max-Forwards: 5',
        'From: <sip:other@example.com>;tag=4',
      ]),
  },
  {
    section: '3.3.9',
    label: 'mcl01',
    may: [400],
    text: (peer) => options(peer, ['Content-Length: 5']),
  },
  {
    section: '3.3.10',
    label: 'bcast',
    may: [0],
    text: (peer) =>
      response(peer, 'SIP/2.0 200 OK').replace(
        'Via: ',
        'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923\r\nVia: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKsaber\r\nVia: ',
      ),
  },
  {
    section: '3.3.11',
    label: 'zeromf',
    may: [200, 483],
    text: (peer) => options(peer).replace('Max-Forwards: 70', 'Max-Forwards: 0'),
  },
  {
    section: '3.3.12',
    label: 'cparam01',
    may: [401],
    text: (peer) => register(peer, ['Contact: sip:+19725552222@gw1.example.net;unknownparam']),
  },
  {
    section: '3.3.13',
    label: 'cparam02',
    may: [401],
    text: (peer) => register(peer, ['Contact: <sip:+19725552222@gw1.example.net;unknownparam>']),
  },
  {
    section: '3.3.14',
    label: 'regescrt',
    may: [401],
    text: (peer) => register(peer, ['Contact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>']),
  },
  {
    section: '3.3.15',
    label: 'sdp01',
    may: [406, TAKEN],
    text: (peer) => invite(peer, ['Accept: text/nobodyKnowsThis']),
  },
  {
    section: '3.4.1',
    label: 'inv2543',
    may: [400, TAKEN],
    text: (peer) =>
      invite(peer)
        .replace(/;branch=\w+/, '')
        .replace(';tag=caller', '')
        .replace('From: <sip:13800138000@127.0.0.1>', 'From: sip:13800138000@127.0.0.1'),
  },
]

/**
 * The answer to what was sent before, 0 for none. An OPTIONS goes after it: its answer says that the switch lives, and
 * that there is none where silence is right.
 */
async function finalAnswer(peer: RawPeer, maybeSilent: boolean): Promise<number> {
  const marker = fresh('alive')
  peer.send(request('OPTIONS', { peer, callId: marker, cseq: 1 }))
  const isMarker = (call: string) => call === marker
  const first = await peer.next((m) => m.status > 100)
  if (!isMarker(first.header('Call-ID'))) {
    await peer.next((m) => isMarker(m.header('Call-ID')))
    return first.status
  }
  if (maybeSilent) return 0
  // A call is set up before it is refused.
  return (await peer.next((m) => m.status > 100).catch(() => undefined))?.status ?? 0
}

describe('the torture messages of RFC 4475', () => {
  it(`are answered as the RFC asks, all ${MESSAGES.length}, and the switch serves on`, ({ task }) =>
    withSwitch({ timing: UNREPEATED }, async (sip, peer) => {
      sip.onInvite((leg) => {
        new LegLog(leg)
        leg.hangUp({ sipStatus: 486, q850: 17, reasonText: 'USER_BUSY' })
      })
      const wrong: string[] = []
      for (const { section, label, text, may } of MESSAGES) {
        peer.send(text(peer))
        const got = await finalAnswer(peer, may.includes(0))
        if (!may.includes(got)) wrong.push(`${section} ${label}: ${got}, not ${may.join(' or ')}`)
      }
      expect(wrong).toEqual([])
      task.meta.tried = { 'SIP messages of RFC 4475': MESSAGES.length }
      expect(new Set(MESSAGES.map(({ label }) => label)).size).toBe(MESSAGES.length)
    }))
})
