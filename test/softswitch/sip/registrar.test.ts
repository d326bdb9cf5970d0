import { createHash } from 'node:crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RegistrationEvent } from '../../../src/softswitch/ports.ts'
import { authorization, fresh, type RawMessage, type RawPeer, request } from './raw-peer.ts'
import { withSwitch } from './switch.ts'

const CALL = { from: '<sip:1001@hospital.test>', to: '<sip:1001@hospital.test>', uri: 'sip:hospital.test' }

function register(peer: RawPeer, callId: string, cseq: number, more: string[] = []): void {
  peer.send(request('REGISTER', { ...CALL, peer, callId, cseq, more }))
}

async function challenged(peer: RawPeer, callId: string, cseq: number): Promise<string> {
  register(peer, callId, cseq)
  return (await peer.status(401)).header('WWW-Authenticate')
}

function answerOf(peer: RawPeer, cseq: number): Promise<RawMessage> {
  return peer.next((m) => m.header('CSeq') === `${cseq} REGISTER`)
}

describe('the registrar', () => {
  it('lets an extension in by digest, says where it is, and forgets it when it leaves', () =>
    withSwitch({}, async (sip, peer) => {
      const events: RegistrationEvent[] = []
      const told = new Promise<void>((settle) => {
        sip.onRegistration((event) => {
          events.push(event)
          if (event.kind === 'unregister') settle()
        })
      })
      const callId = fresh('reg')
      const challenge = await challenged(peer, callId, 1)
      expect(challenge).toContain('realm="hospital.test"')
      register(peer, callId, 2, [`Authorization: ${authorization(challenge, 'REGISTER', '1001', 'secret1')}`])
      const ok = await answerOf(peer, 2)
      expect(ok.status).toBe(200)
      expect(ok.header('Contact')).toBe(`<sip:caller@127.0.0.1:${peer.port}>;expires=300`)
      expect(sip.contactOf('1001')).toBe(`sip:caller@127.0.0.1:${peer.port}`)
      expect(sip.registrations()).toHaveLength(1)

      const second = await challenged(peer, callId, 3)
      register(peer, callId, 4, [
        'Expires: 0',
        `Authorization: ${authorization(second, 'REGISTER', '1001', 'secret1')}`,
      ])
      expect((await answerOf(peer, 4)).status).toBe(200)
      expect(sip.contactOf('1001')).toBeUndefined()
      await told
      expect(events.map(({ kind, extension }) => [kind, extension])).toEqual([
        ['register', '1001'],
        ['unregister', '1001'],
      ])
    }))

  it('refuses a wrong password, an unknown user, and one user in the name of another', () =>
    withSwitch({}, async (sip, peer) => {
      const attempts = [
        ['1001', 'wrong'],
        ['7777', 'secret1'],
        ['1002', 'secret2'],
      ] as const
      let cseq = 1
      for (const [user, password] of attempts) {
        const challenge = await challenged(peer, fresh('reg'), cseq++)
        register(peer, fresh('reg'), cseq, [
          `Authorization: ${authorization(challenge, 'REGISTER', user, password)}`,
        ])
        expect((await answerOf(peer, cseq++)).status).toBe(403)
      }
      expect(sip.registrations()).toEqual([])
    }))

  it('takes a nonce once per count, and an old one not at all, saying it is stale', () => {
    const now = performance.now.bind(performance)
    let aheadMs = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs)
    onTestFinished(() => clock.mockRestore())
    return withSwitch({ nonceLifeMs: 60_000 }, async (_sip, peer) => {
      const callId = fresh('reg')
      const challenge = await challenged(peer, callId, 1)
      const answered = async (cseq: number, nc: string) => {
        const value = authorization(challenge, 'REGISTER', '1001', 'secret1', nc)
        register(peer, callId, cseq, [`Authorization: ${value}`])
        const answer = await answerOf(peer, cseq)
        return { status: answer.status, challenge: answer.header('WWW-Authenticate') }
      }
      const stale = { status: 401, challenge: expect.stringContaining('stale=true') }
      expect(await answered(2, '00000001')).toMatchObject({ status: 200 })
      const replayed = await answered(3, '00000001')
      expect(replayed).toEqual(stale)
      // Each challenge has a nonce of its own.
      expect(replayed.challenge).not.toBe(challenge)
      expect(await answered(4, '00000002')).toMatchObject({ status: 200 })
      aheadMs = 60_001
      expect(await answered(5, '00000003')).toEqual(stale)
    })
  })

  it('takes H(A1) in place of a password', () =>
    withSwitch(
      { users: () => ({ ha1: createHash('md5').update('1001:hospital.test:secret1').digest('hex') }) },
      async (_sip, peer) => {
        const callId = fresh('reg')
        const challenge = await challenged(peer, callId, 1)
        register(peer, callId, 2, [
          `Authorization: ${authorization(challenge, 'REGISTER', '1001', 'secret1')}`,
        ])
        expect((await answerOf(peer, 2)).status).toBe(200)
      },
    ))

  it('asks for longer when the interval is too brief, and lets a registration run out', () =>
    withSwitch({ registrationSeconds: { min: 1 } }, async (sip, peer) => {
      const expired = new Promise<RegistrationEvent>((settle) => {
        sip.onRegistration((event) => {
          if (event.kind === 'expire') settle(event)
        })
      })
      const callId = fresh('reg')
      const challenge = await challenged(peer, callId, 1)
      register(peer, callId, 2, [
        'Expires: 1',
        `Authorization: ${authorization(challenge, 'REGISTER', '1001', 'secret1')}`,
      ])
      expect((await answerOf(peer, 2)).status).toBe(200)
      expect((await expired).extension).toBe('1001')
      expect(sip.contactOf('1001')).toBeUndefined()
    }))

  it('answers 423 below the shortest interval', () =>
    withSwitch({}, async (_sip, peer) => {
      const callId = fresh('reg')
      const challenge = await challenged(peer, callId, 1)
      register(peer, callId, 2, [
        'Expires: 5',
        `Authorization: ${authorization(challenge, 'REGISTER', '1001', 'secret1')}`,
      ])
      const answer = await answerOf(peer, 2)
      expect([answer.status, answer.header('Min-Expires')]).toEqual([423, '30'])
    }))

  it('keeps to its bound of registrations', () =>
    withSwitch({ limits: { maxRegistrations: 1 }, users: () => 'pw' }, async (_sip, peer) => {
      const statuses: number[] = []
      for (const user of ['2001', '2002']) {
        const callId = fresh('reg')
        const at = `<sip:${user}@hospital.test>`
        peer.send(request('REGISTER', { peer, callId, cseq: 1, from: at, to: at }))
        const challenge = (await peer.status(401)).header('WWW-Authenticate')
        const more = [`Authorization: ${authorization(challenge, 'REGISTER', user, 'pw')}`]
        peer.send(request('REGISTER', { peer, callId, cseq: 2, from: at, to: at, more }))
        statuses.push((await answerOf(peer, 2)).status)
      }
      expect(statuses).toEqual([200, 503])
    }))
})
