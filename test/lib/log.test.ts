import { describe, expect, it } from 'vitest'
import { createLogger, type LoggerOptions } from '../../src/lib/log.ts'

type Line = Record<string, unknown>

function recorder(options: Partial<LoggerOptions> = {}) {
  const raw: string[] = []
  const destination = { write: (line: string) => raw.push(line) }
  const log = createLogger({ level: 'debug', destination, ...options })
  const last = (): Line => JSON.parse(raw.at(-1) ?? '{}') as Line
  return { log, raw, last }
}

describe('a log line', () => {
  it('carries level, UTC time, fields and message', () => {
    const { log, last } = recorder()
    log.info({ callId: 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV', from: 'menu', to: 'queued' }, 'call moved')
    expect(last()).toMatchObject({
      level: 'info',
      callId: 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      from: 'menu',
      to: 'queued',
      msg: 'call moved',
    })
    expect(last()['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('is left out below the level', () => {
    const { log, raw } = recorder({ level: 'warn' })
    log.info({}, 'not heard')
    log.warn({}, 'heard')
    expect(raw).toHaveLength(1)
  })

  it('is one line whatever the values hold, and keeps its own level and message', () => {
    const { log, raw, last } = recorder()
    log.warn(
      { level: 'debug', msg: 'forged', time: 'never', reason: 'a\n{"level":"info"}\r\n' },
      'first\nsecond',
    )
    expect(raw[0]?.indexOf('\n')).toBe((raw[0]?.length ?? 0) - 1)
    expect(last()).toMatchObject({ level: 'warn', level_: 'debug', msg: 'first\nsecond', msg_: 'forged' })
  })

  it('adds the bindings of a child, and masks them too', () => {
    const { log, last } = recorder()
    log.child({ siteId: 'site_main', callerNumber: '13800138000' }).error({ pos: 7 }, 'append refused')
    expect(last()).toMatchObject({ siteId: 'site_main', pos: 7, callerNumber: '[redacted]' })
  })

  it('shows errors by type, message, code and stack, and nothing that a driver hung on them', () => {
    const { log, last } = recorder()
    const cause = new TypeError('number 13800138000 refused')
    const error = Object.assign(new Error('query failed', { cause }), {
      code: '23505',
      detail: 'Key (name)=(张三) exists',
      parameters: ['张三'],
    })
    log.error(error, 'append failed')
    const err = last()['err'] as Line
    expect(err).toMatchObject({ type: 'Error', message: 'query failed', code: '23505' })
    expect(err['cause']).toMatchObject({ type: 'TypeError', message: 'number [number] refused' })
    expect(JSON.stringify(last())).not.toContain('张三')
    expect(JSON.stringify(last())).not.toContain('13800138000')
  })

  it('for human eyes is plain text, masked as well', () => {
    const { log, raw } = recorder({ pretty: true })
    log.info({ err: new Error('call 010-8888-9999'), queueId: 'queue_general' }, 'refused 13800138000')
    expect(raw[0]).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} INFO {2}refused \[number\] queueId=queue_general\n {4}Error: call/,
    )
    expect(raw[0]).not.toMatch(/138|8888/)
  })
})
