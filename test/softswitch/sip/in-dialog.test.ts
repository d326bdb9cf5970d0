import { describe, expect, it } from 'vitest'
import type { SipLeg } from '../../../src/softswitch/ports.ts'
import type { RunningSignalling } from '../../../src/softswitch/sip/index.ts'
import { fresh, LegLog, type RawMessage, type RawPeer, request, sdp, tagOf } from './raw-peer.ts'
import { nextCall, QUICK, withSwitch } from './switch.ts'

interface Talking {
  readonly sip: RunningSignalling
  readonly peer: RawPeer
  readonly leg: SipLeg
  readonly log: LegLog
  /** Sends a request in the dialog and gives the answer. */
  ask(method: string, more?: string[], body?: string, cseq?: number): Promise<RawMessage>
  ack(cseq: number, body?: string): void
}

function talking(run: (call: Talking) => Promise<void>, options = {}): Promise<void> {
  return withSwitch(options, async (sip, peer) => {
    const call = nextCall(sip)
    const callId = fresh('talk')
    peer.send(request('INVITE', { peer, callId, cseq: 1, body: sdp(40_000) }))
    const { leg, log } = await call
    leg.answer()
    const toTag = tagOf((await peer.status(200)).header('To'))
    const ack = (cseq: number, body = '') => peer.send(request('ACK', { peer, callId, cseq, toTag, body }))
    ack(1)
    await log.until('answered')
    let last = 1
    await run({
      sip,
      peer,
      leg,
      log,
      ack,
      ask(method, more = [], body = '', cseq = ++last) {
        peer.send(request(method, { peer, callId, cseq, toTag, more, body }))
        return peer.next((m) => m.status > 100 && m.header('CSeq') === `${cseq} ${method}`)
      },
    })
  })
}

describe('inside a dialog', () => {
  it('goes on hold and comes back, telling the core each time and once', () =>
    talking(async ({ ask, ack, log, leg }) => {
      const hold = await ask('INVITE', [], sdp(40_000, 'sendonly'))
      expect(hold.status).toBe(200)
      expect(hold.body).toContain('a=recvonly')
      ack(2)
      await log.until('held true')
      const inactive = await ask('INVITE', [], sdp(40_000, 'inactive'))
      expect(inactive.body).toContain('a=inactive')
      ack(3)
      const back = await ask('INVITE', [], sdp(40_000))
      expect(back.body).toContain('a=sendrecv')
      ack(4)
      await log.until('held false')
      expect(log.seen).toEqual(['answered', 'held true', 'held false'])
      expect(leg.media.ready).toBe(true)
    }))

  it('counts up the version of its description, and keeps its port', () =>
    talking(async ({ ask, ack }) => {
      const versions: string[] = []
      const ports = new Set<string>()
      for (const cseq of [2, 3]) {
        const { body } = await ask('INVITE', [], sdp(40_000))
        ack(cseq)
        versions.push(/o=- \d+ (\d+)/.exec(body)?.[1] ?? '')
        ports.add(/m=audio (\d+)/.exec(body)?.[1] ?? '')
      }
      expect(versions).toEqual(['2', '3'])
      expect(ports.size).toBe(1)
    }))

  it('leaves the session alone when a new codec list has nothing in common', () =>
    talking(async ({ ask, leg, log }) => {
      expect((await ask('INVITE', [], sdp(40_000, 'sendonly', '18'))).status).toBe(488)
      expect(leg.media.ready).toBe(true)
      expect(log.seen).toEqual(['answered'])
    }))

  it('goes on in another law of G.711 when a new offer names that one first, and says so once', () =>
    talking(async ({ ask, ack, leg, log }) => {
      const changed = await ask('INVITE', [], sdp(40_000, 'sendrecv', '8 0 101'))
      expect([changed.status, leg.media.codec]).toEqual([200, 'PCMA'])
      expect(changed.body).toContain('RTP/AVP 8 101')
      ack(2)
      await log.until('codecChanged')
      expect((await ask('UPDATE', [], sdp(40_000, 'sendrecv', '8 101'))).status).toBe(200)
      expect(log.seen.filter((what) => what === 'codecChanged')).toHaveLength(1)
    }))

  it('offers when a re-INVITE brings no offer, and repeats its 200 until the ACK', () =>
    talking(
      async ({ ask, ack, peer, log }) => {
        const ok = await ask('INVITE')
        expect(ok.body).toContain('m=audio')
        await peer.status(200)
        ack(2, sdp(40_000, 'sendonly'))
        await log.until('held true')
      },
      { timing: QUICK },
    ))

  it('answers 491 to a re-INVITE while another still waits for its ACK', () =>
    talking(async ({ ask, ack }) => {
      expect((await ask('INVITE', [], sdp(40_000))).status).toBe(200)
      expect((await ask('INVITE', [], sdp(40_000))).status).toBe(491)
      ack(2)
      expect((await ask('INVITE', [], sdp(40_000))).status).toBe(200)
    }))

  it('answers 491 to a re-INVITE that crosses our own INVITE', () =>
    withSwitch({}, async (sip, peer) => {
      new LegLog(
        sip.invite(`sip:1001@127.0.0.1:${peer.port}`, { callerName: '', callerNumber: '1', headers: {} }),
      )
      const invite = await peer.request('INVITE')
      peer.reply(invite, '183 Session Progress', [], sdp(40_000))
      peer.send(
        request('INVITE', {
          peer,
          callId: invite.header('Call-ID'),
          cseq: 1,
          fromTag: 'peer1',
          toTag: tagOf(invite.header('From')),
          body: sdp(40_000),
        }),
      )
      await peer.status(491)
    }))

  it('takes UPDATE, INFO and OPTIONS, and passes REFER up without acting on it', () =>
    talking(async ({ ask, log, peer }) => {
      expect((await ask('UPDATE')).status).toBe(200)
      expect((await ask('UPDATE', [], sdp(40_000, 'sendonly'))).body).toContain('a=recvonly')
      await log.until('held true')
      expect((await ask('INFO')).status).toBe(200)
      expect((await ask('OPTIONS')).header('Allow')).toContain('INVITE')
      expect((await ask('REFER')).status).toBe(400)
      expect((await ask('REFER', ['Refer-To: <sip:1002@hospital.test>'])).status).toBe(202)
      await log.until('refer sip:1002@hospital.test')
      const notify = await peer.request('NOTIFY')
      expect(notify.header('Subscription-State')).toContain('terminated')
      expect(notify.body).toBe('SIP/2.0 200 OK\r\n')
      peer.reply(notify, '200 OK')
    }))

  it('refuses politely what it does not do', () =>
    talking(async ({ ask, log }) => {
      expect((await ask('MESSAGE')).status).toBe(405)
      expect((await ask('NOTIFY', ['Event: dialog'])).status).toBe(489)
      expect((await ask('SUBSCRIBE', ['Event: dialog'])).status).toBe(489)
      const odd = await ask('DANCE')
      expect([odd.status, odd.header('Allow')]).toEqual([501, expect.stringContaining('BYE')])
      const required = await ask('INVITE', ['Require: 100rel'], sdp(40_000))
      expect([required.status, required.header('Unsupported')]).toEqual([420, '100rel'])
      expect((await ask('INFO', [], '', 1)).status).toBe(500)
      expect(log.seen).toEqual(['answered'])
    }))

  it('knows no dialog but its own', () =>
    withSwitch({}, async (_sip, peer) => {
      for (const method of ['BYE', 'INFO', 'INVITE', 'UPDATE']) {
        peer.send(request(method, { peer, callId: fresh('none'), cseq: 1, toTag: 'nobody' }))
        await peer.status(481, method)
      }
      for (const [method, status] of [
        ['BYE', 481],
        ['CANCEL', 481],
        ['OPTIONS', 200],
        ['REFER', 403],
        ['MESSAGE', 405],
        ['SUBSCRIBE', 489],
      ] as const) {
        peer.send(request(method, { peer, callId: fresh('none'), cseq: 1 }))
        await peer.status(status, method)
      }
    }))

  it('answers to where the request came from, and says so, when asked by rport', () =>
    withSwitch({}, async (_sip, peer) => {
      const text = request('OPTIONS', { peer, callId: fresh('via'), cseq: 1 })
      peer.send(text.replace(`127.0.0.1:${peer.port};rport`, 'phone.invalid:9;rport'))
      const ok = await peer.status(200)
      expect(ok.header('Via')).toContain(`;rport=${peer.port}`)
      expect(ok.header('Via')).toContain(';received=127.0.0.1')
    }))
})
