import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { faultLines } from '../../src/lib/fault.ts'
import { readConfig } from '../../src/softswitch/config.ts'
import { DELIVERED } from '../support/test-switch.ts'

const dir = mkdtempSync(join(tmpdir(), 'softswitch-config-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function read(text: string) {
  const file = join(dir, 'switch.yaml')
  writeFileSync(file, text)
  return readConfig(file)
}

function faultsOf(text: string): string {
  const checked = read(text)
  return checked.ok ? '' : faultLines(checked.faults)
}

describe('the settings file', () => {
  it('needs only the password of the event socket; the rest has defaults', () => {
    const checked = read('eventSocket: { password: s3cret }')
    expect(checked).toMatchObject({
      ok: true,
      value: {
        sip: { address: '127.0.0.1', port: 5060 },
        serviceNumbers: ['8000'],
        eventSocket: { address: '127.0.0.1', port: 8021, password: 's3cret' },
      },
    })
  })

  it('gives a silent controller, and a call that nobody takes, as long as freeswitch-conf does', () => {
    const defaults = readFileSync(new URL('../../freeswitch-conf/defaults.xml', import.meta.url), 'utf8')
    const there = (name: string) => Number(new RegExp(`data="${name}=(\\d+)"`).exec(defaults)?.[1])
    expect(read('eventSocket: { password: s3cret }')).toMatchObject({
      value: {
        controller: {
          silentSeconds: there('controller_silent_seconds'),
          unclaimedSeconds: there('unclaimed_seconds'),
        },
      },
    })
    expect({
      silentSeconds: there('controller_silent_seconds'),
      unclaimedSeconds: there('unclaimed_seconds'),
    }).toEqual(DELIVERED)
    expect(faultsOf('eventSocket: { password: s3cret }\ncontroller: { silentSeconds: 2 }')).toContain(
      'controller.silentSeconds',
    )
  })

  it('may be JSON, and may name a file with the password', () => {
    const secret = join(dir, 'password')
    writeFileSync(secret, 'from-a-file\n', { mode: 0o600 })
    const checked = read(JSON.stringify({ eventSocket: { passwordFile: secret } }))
    expect(checked).toMatchObject({ ok: true, value: { eventSocket: { password: 'from-a-file' } } })
  })

  it('tells all faults at once, each with its place and key', () => {
    const faults = faultsOf(
      [
        'sip: { adress: 127.0.0.1 }',
        'rtp: { from: 20000, to: 20001 }',
        "extensions: [{ extension: '1 001', password: x }]",
        "serviceNumbers: ['^(8000']",
        'eventSocket: { address: 0.0.0.0, password: s3cret }',
        'heartbeatSeconds: never',
      ].join('\n'),
    )
    for (const key of [
      'sip.adress',
      'rtp',
      'extensions[0].extension',
      'serviceNumbers[0]',
      'heartbeatSeconds',
    ]) {
      expect(faults).toContain(`: ${key}: `)
    }
    expect(faults).toContain('eventSocket.address')
    expect(faults).toMatch(/switch\.yaml:1:\d+: sip\.adress/)
    expect(faults).not.toContain('s3cret')
  })

  it('is refused without a password, with two, with a missing file, and when it is not YAML', () => {
    expect(faultsOf('eventSocket: {}')).toContain('either password or passwordFile must be given')
    expect(faultsOf('eventSocket: { password: a, passwordFile: /b }')).toContain('either password')
    expect(faultsOf('eventSocket: { passwordFile: /nowhere/at/all }')).toContain('no such file')
    expect(faultsOf('{')).toContain('not valid YAML')
    expect(readConfig(join(dir, 'none.yaml'))).toMatchObject({ ok: false })
  })

  it('refuses two extensions of the same number', () => {
    expect(
      faultsOf(
        "eventSocket: { password: x }\nextensions: [{ extension: '1', password: a }, { extension: '1', password: b }]",
      ),
    ).toContain('two extensions are the same')
  })
})
