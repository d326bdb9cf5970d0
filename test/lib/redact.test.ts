import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../src/lib/redact.ts'

const shown = (value: object) => JSON.stringify(redact(value))

describe('redact, by key', () => {
  const denied = [
    'number',
    'callerNumber',
    'Caller-Caller-ID-Number',
    'variable_sip_from_user_phone',
    'calledNumber',
    'name',
    'patientName',
    'caller_id_name',
    'digit',
    'digits',
    'dtmf',
    'digits_dialed',
    'token',
    'apiToken',
    'authorization',
    'Authorization',
    'password',
    'passwordHash',
    'masterKey',
    'secretValue',
    'cookie',
    'set-cookie',
    'ani',
    'DNIS',
    'sipURI',
    'mobilePhone',
  ]
  it.each(denied)('censors %s, whatever its value', (key) => {
    for (const value of ['张三', '5', 5, { deep: '张三' }, ['1', '2']]) {
      expect(redact({ [key]: value })).toEqual({ [key]: '[redacted]' })
    }
  })

  it('censors such keys at any depth', () => {
    expect(shown({ event: { headers: [{ 'Caller-Caller-ID-Name': '张三' }] } })).not.toContain('张三')
  })

  it('keeps ids under personal keys, but nothing under secret ones', () => {
    const legId = '550e8400-e29b-41d4-a716-446655440000'
    expect(redact({ callerLegId: legId, caller: 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV' })).toEqual({
      callerLegId: legId,
      caller: 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    })
    expect(redact({ token: legId, caller: 'agent_13800138000' })).toEqual({
      token: '[redacted]',
      caller: '[redacted]',
    })
  })

  it('keeps what is needed to run the service', () => {
    const line = {
      eventName: 'CHANNEL_PARK',
      stepName: 'main-menu',
      queueName: 'x',
      hostname: 'cti-1',
      version: 'sha256:808e551649a0abd5882b81d412f2b8193b9b1db0482dd36b0484143a13f46d79',
      ok: true,
      hasToken: true,
      none: null,
    }
    expect(redact(line)).toEqual(line)
  })
})

describe('redact, by number', () => {
  it('keeps positions, moments, durations and sizes however long', () => {
    const line = {
      pos: 123456789012,
      at: 1795315206619,
      startedAt: 1795315206619,
      heapBytes: 98765432,
      uptimeMs: 1e9,
    }
    expect(redact(line)).toEqual(line)
    expect(redact({ pos: 9007199254740993n })).toEqual({ pos: '9007199254740993' })
    expect(redact({ timestamp: '1795315206619000' })).toEqual({ timestamp: '1795315206619000' })
  })

  it('masks other numbers that are long enough to be dialled', () => {
    expect(redact({ value: 13800138000, to: 8613800138000n, list: [2_800_138] })).toEqual({
      value: '[number]',
      to: '[number]',
      list: ['[number]'],
    })
    expect(redact({ count: 3, port: 5060, ratio: 0.25, bad: Number.NaN })).toEqual({
      count: 3,
      port: 5060,
      ratio: 0.25,
      bad: 'NaN',
    })
  })

  it('masks numbers that stand as keys', () => {
    expect(shown({ perCaller: { '13800138000': 2 }, x: { '13800138000': 2 } })).not.toContain('13800138000')
  })
})

describe('redact, whatever it is given', () => {
  it('survives cycles, deep and wide values, throwing getters, proxies and odd types', () => {
    const cycle: Record<string, unknown> = { a: 1 }
    cycle['self'] = cycle
    let deep: object = { number: '13800138000' }
    for (let level = 0; level < 5000; level += 1) deep = { deep }
    const wide = Array.from({ length: 10_000 }, (_, index) => index)
    const hostile = {
      get boom(): string {
        throw new Error('no')
      },
    }
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const line = redact({
      cycle,
      deep,
      wide,
      hostile,
      revoked: revoked.proxy,
      when: new Date(Number.NaN),
      bytes: Buffer.from('13800138000'),
      map: new Map([['13800138000', 1]]),
      set: new Set(['13800138000']),
      call: () => 'x',
      symbol: Symbol('13800138000'),
    })
    const text = JSON.stringify(line)
    expect(text.length).toBeLessThan(3000)
    expect(text).not.toContain('13800138000')
    expect(line).toMatchObject({
      cycle: { a: 1, self: '[circular]' },
      hostile: { boom: '[unreadable]' },
      revoked: '[unreadable]',
      bytes: '[11 bytes]',
      when: '[invalid date]',
    })
  })

  it('never throws, and always gives JSON', () => {
    fc.assert(
      fc.property(fc.object({ withBigInt: true, withDate: true, withMap: true, withSet: true }), (value) => {
        JSON.parse(shown(value))
      }),
    )
  })

  it('lets no mobile number through, wherever it hides', () => {
    const number = fc.stringMatching(/^1[3-9][0-9]{9}$/)
    const carrier = fc.tuple(number, fc.string(), fc.string()).map(([digits, before, after]) => {
      return { digits, line: { reason: `${before} ${digits} ${after}`, [`k ${digits}`]: { list: [digits] } } }
    })
    fc.assert(fc.property(carrier, ({ digits, line }) => !shown(line).includes(digits)))
  })
})
