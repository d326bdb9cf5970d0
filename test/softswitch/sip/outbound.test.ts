import { describe, expect, it } from 'vitest'
import { LegLog, sdp, tagOf } from './raw-peer.ts'
import { QUICK, withSwitch } from './switch.ts'

const CALLER = { callerName: '预约 "中心"', callerNumber: '01088886666', headers: { 'X-Call': '呼叫 7' } }
const CANCELLED = { sipStatus: 487, q850: 26, reasonText: 'LOSE_RACE', elsewhere: true }

describe('a call that goes out', () => {
  it('rings, gives early media, is answered, and ends with our BYE', () =>
    withSwitch({}, async (sip, peer) => {
      const leg = sip.invite(`sip:1001@127.0.0.1:${peer.port};ob`, CALLER)
      const log = new LegLog(leg)
      const invite = await peer.request('INVITE')
      expect(invite.start).toBe(`INVITE sip:1001@127.0.0.1:${peer.port};ob SIP/2.0`)
      expect(invite.header('From')).toMatch(
        /^"预约 \\"中心\\"" <sip:01088886666@hospital\.test>;tag=[0-9a-f]{16}$/,
      )
      expect(invite.header('X-Call')).toBe('呼叫 7')
      peer.reply(invite, '100 Trying')
      peer.reply(invite, '180 Ringing')
      await log.until('ringing')
      peer.reply(invite, '183 Session Progress', [], sdp(40_000))
      await log.until('earlyMedia')
      expect(leg.media.ready).toBe(true)
      peer.reply(invite, '200 OK', ['Server: Deskphone 9'], sdp(40_000))
      const ack = await peer.request('ACK')
      expect(ack.start).toBe(`ACK sip:peer@127.0.0.1:${peer.port} SIP/2.0`)
      expect(ack.header('CSeq')).toBe('1 ACK')
      await log.until('answered')
      expect(log.seen).toEqual(['ringing', 'earlyMedia', 'answered'])
      expect(leg.info.userAgent).toBe('Deskphone 9')
      // The ACK was lost: the 200 comes again, and so does the ACK, the very same.
      peer.reply(invite, '200 OK', [], sdp(40_000))
      expect((await peer.request('ACK')).text).toBe(ack.text)
      leg.hangUp({ sipStatus: 200, q850: 16, reasonText: 'NORMAL_CLEARING' })
      const bye = await peer.request('BYE')
      expect(bye.header('CSeq')).toBe('2 BYE')
      expect(tagOf(bye.header('To'))).toBe('peer1')
      peer.reply(bye, '200 OK')
      await log.until('ended')
      expect(log.end).toEqual({ by: 'local', sipStatus: undefined, how: 'BYE', q850: undefined })
    }))

  it('says with which status and Q.850 cause it was refused, and acknowledges the refusal', () =>
    withSwitch({ timing: QUICK }, async (sip, peer) => {
      const log = new LegLog(sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER))
      const invite = await peer.request('INVITE')
      peer.reply(invite, '486 Busy Here', ['Reason: SIP;cause=486, Q.850 ;cause=17 ;text="a, b; c"'])
      const ack = await peer.request('ACK')
      expect(ack.header('Via')).toBe(invite.header('Via'))
      await log.until('ended')
      expect(log.end).toEqual({ by: 'remote', sipStatus: 486, how: 'REFUSED', q850: 17 })
      peer.reply(invite, '486 Busy Here')
      await peer.request('ACK')
      expect(log.seen).toEqual(['ended'])
    }))

  it('repeats the INVITE into silence, and gives up after 64*T1', () =>
    withSwitch({ timing: QUICK }, async (sip, peer) => {
      const log = new LegLog(sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER))
      await peer.request('INVITE')
      await peer.request('INVITE')
      await log.until('ended')
      expect(log.end).toEqual({ by: 'transport', sipStatus: 408, how: 'TIMEOUT', q850: undefined })
      expect(sip.stats().legs).toBe(0)
    }))

  it('is cancelled with a word that somebody else took it, once the phone has been heard of', () =>
    withSwitch({}, async (sip, peer) => {
      const leg = sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER)
      const log = new LegLog(leg)
      const invite = await peer.request('INVITE')
      leg.hangUp(CANCELLED)
      await log.until('ended')
      expect(log.end).toMatchObject({ by: 'local', how: 'CANCEL' })
      expect(peer.count((m) => m.method === 'CANCEL')).toBe(0)
      peer.reply(invite, '180 Ringing')
      const cancel = await peer.request('CANCEL')
      expect(cancel.header('Via')).toBe(invite.header('Via'))
      expect(cancel.header('CSeq')).toBe('1 CANCEL')
      expect(cancel.headers('Reason')).toEqual(['SIP;cause=200;text="Call completed elsewhere"'])
      peer.reply(cancel, '200 OK')
      peer.reply(invite, '487 Request Terminated')
      await peer.request('ACK')
      expect(log.seen).toEqual(['ended'])
    }))

  it('hangs up politely when the answer crosses its CANCEL', () =>
    withSwitch({}, async (sip, peer) => {
      const leg = sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER)
      const log = new LegLog(leg)
      const invite = await peer.request('INVITE')
      peer.reply(invite, '180 Ringing')
      await log.until('ringing')
      leg.hangUp(CANCELLED)
      const cancel = await peer.request('CANCEL')
      peer.reply(invite, '200 OK', [], sdp(40_000))
      peer.reply(cancel, '481 Call/Transaction Does Not Exist')
      await peer.request('ACK')
      peer.reply(await peer.request('BYE'), '200 OK')
      expect(log.seen).toEqual(['ringing', 'ended'])
    }))

  it('keeps the first of two phones that answer, and hangs up on the other', () =>
    withSwitch({}, async (sip, peer) => {
      const log = new LegLog(sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER))
      const invite = await peer.request('INVITE')
      peer.reply(invite, '200 OK', [], sdp(40_000), 'first')
      await peer.request('ACK')
      peer.reply(invite, '200 OK', [], sdp(40_002), 'second')
      expect(tagOf((await peer.request('ACK')).header('To'))).toBe('second')
      const bye = await peer.request('BYE')
      expect(tagOf(bye.header('To'))).toBe('second')
      peer.reply(bye, '200 OK')
      expect(log.seen).toEqual(['answered'])
    }))

  it('ends a call that is accepted without a codec in common', () =>
    withSwitch({}, async (sip, peer) => {
      const log = new LegLog(sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER))
      peer.reply(await peer.request('INVITE'), '200 OK', [], sdp(40_000, 'sendrecv', '18'))
      await peer.request('ACK')
      peer.reply(await peer.request('BYE'), '200 OK')
      await log.until('ended')
      expect(log.end).toMatchObject({ by: 'local', sipStatus: 488 })
    }))

  it("refuses a header that would begin another line, one that is the dialog's own, and a URI that is none", () =>
    withSwitch({}, async (sip, peer) => {
      const uri = `sip:1001@127.0.0.1:${peer.port}`
      const attempts = [
        sip.invite(uri, { ...CALLER, headers: { 'X-A': 'a\r\nX-Evil: 1' } }),
        sip.invite(uri, { ...CALLER, headers: { Via: 'SIP/2.0/UDP evil' } }),
        sip.invite('sip:', CALLER),
        sip.invite('tel:123', CALLER),
      ].map((leg) => new LegLog(leg))
      for (const log of attempts) {
        await log.until('ended')
        expect(log.end).toEqual({ by: 'local', sipStatus: 400, how: 'REFUSED', q850: undefined })
      }
      expect(peer.count((m) => m.method === 'INVITE')).toBe(0)
    }))

  it('stops ringing after the longest time allowed', () =>
    withSwitch({ maxSetupMs: 50 }, async (sip, peer) => {
      const log = new LegLog(sip.invite(`sip:1001@127.0.0.1:${peer.port}`, CALLER))
      peer.reply(await peer.request('INVITE'), '180 Ringing')
      await peer.request('CANCEL')
      await log.until('ended')
      expect(log.end).toMatchObject({ by: 'transport', how: 'TIMEOUT' })
    }))
})
