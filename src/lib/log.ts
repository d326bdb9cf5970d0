/**
 * The service's log: one JSON object a line, without personal data.
 *
 * Everything passes through `redact` before pino sees it, so a careless `log.info({ callerNumber }, …)` or an error
 * whose message quotes a number leaks nothing. Masking can't know a patient's name in free text: messages are
 * constants, and what varies belongs in the object.
 */
import { type DestinationStream, pino } from 'pino'
import { prettyLines } from './log-pretty.ts'
import { maskText } from './mask-text.ts'
import { redact } from './redact.ts'

/** All that the rest of the service knows of logging. */
export interface Log {
  debug(obj: object, msg: string): void
  info(obj: object, msg: string): void
  warn(obj: object, msg: string): void
  error(obj: object, msg: string): void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

export interface Logger extends Log {
  /** A logger that adds `bindings` to each line. */
  child(bindings: object): Logger
}

export interface LoggerOptions {
  readonly level: LogLevel
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream
  /** Lines for human eyes instead of JSON. */
  readonly pretty?: boolean
}

/** A redacting logger. Writes are synchronous, so that the last line before a crash is there. */
export function createLogger(options: LoggerOptions): Logger {
  const target = options.destination ?? pino.destination({ fd: 1, sync: true })
  const sink = pino(
    {
      level: options.level,
      // `pid` and `hostname` are what journald and every collector add already.
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // `redact` has already turned errors into plain objects.
      serializers: { err: (value: unknown) => value },
    },
    options.pretty === true ? prettyLines(target) : target,
  )
  return wrap(sink, {})
}

type Sink = Pick<Log, 'debug' | 'info' | 'warn' | 'error'> & { isLevelEnabled(level: string): boolean }

function wrap(sink: Sink, bindings: object): Logger {
  const at = (level: keyof Log) => (obj: object, msg: string) => {
    if (!sink.isLevelEnabled(level)) return
    const fields = obj instanceof Error ? { err: obj } : obj
    sink[level](beside(redact({ ...bindings, ...fields })), maskText(msg))
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => wrap(sink, { ...bindings, ...more }),
  }
}

/** pino doesn't look for duplicates: a field called `level` would override the line's own. */
function beside(fields: object): object {
  const own = (key: string) => (key === 'level' || key === 'time' || key === 'msg' ? `${key}_` : key)
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [own(key), value]))
}

/** Says nothing: for tests, and for callers who don't log. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
