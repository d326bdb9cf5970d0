import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { LegLog, RawPeer } from './raw-peer.ts'
import { withSwitch } from './switch.ts'

/** Runs sipp to its end; its last words when it fails. */
async function sipp(args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn('sipp', ['-i', '127.0.0.1', '-nostdin', '-timeout', '60', '-timeout_error', ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output = (output + data.toString()).slice(-3000)
    })
  }
  const code = await new Promise<number>((settle) => {
    child.on('error', () => settle(127))
    child.on('exit', (status) => settle(status ?? 1))
  })
  return { code, output }
}

describe('with sipp', () => {
  it(
    'takes 1000 calls at 200 a second, and ends with none left',
    () =>
      withSwitch({ rtpPorts: { from: 20_000, to: 28_000 } }, async (sip) => {
        let calls = 0
        sip.onInvite((leg) => {
          calls++
          new LegLog(leg)
          leg.ring()
          leg.answer()
        })
        const run = await sipp([
          '-sn',
          'uac',
          `127.0.0.1:${sip.port}`,
          '-m',
          '1000',
          '-r',
          '200',
          '-d',
          '100',
          '-s',
          '9000',
        ])
        expect(run).toMatchObject({ code: 0 })
        expect(calls).toBe(1000)
        expect(sip.stats().legs).toBe(0)
        expect(sip.stats().malformed).toBe(0)
      }),
    60_000,
  )

  it(
    'calls sipp, which rings and answers, and hangs up on it',
    () =>
      withSwitch({}, async (sip) => {
        // sipp can't say which port it took, so the OS is asked for a free one first.
        const probe = await RawPeer.open(sip.port)
        const { port } = probe
        probe.close()
        const uas = sipp(['-sn', 'uas', '-p', String(port), '-m', '20'])
        const logs = Array.from({ length: 20 }, () => {
          const leg = sip.invite(`sip:1001@127.0.0.1:${port}`, {
            callerName: '',
            callerNumber: '1',
            headers: {},
          })
          return { leg, log: new LegLog(leg) }
        })
        for (const { leg, log } of logs) {
          await log.until('answered', 15_000)
          leg.hangUp({ sipStatus: 200, q850: 16, reasonText: 'NORMAL_CLEARING' })
          await log.until('ended')
          expect(log.seen).toEqual(['ringing', 'answered', 'ended'])
        }
        expect(await uas).toMatchObject({ code: 0 })
      }),
    60_000,
  )
})
