/** A log line for human eyes: time, level, message, then the fields as `key=value`. */
import type { DestinationStream } from 'pino'

/** Turns pino's JSON lines into readable ones on their way to `target`. A line that isn't JSON passes unchanged. */
export function prettyLines(target: DestinationStream): DestinationStream {
  return { write: (line) => target.write(pretty(line)) }
}

function pretty(line: string): string {
  let parsed: Record<string, unknown>
  try {
    parsed = JSON.parse(line) as Record<string, unknown>
  } catch {
    return line
  }
  const { time, level, msg, err, ...fields } = parsed
  const head = `${String(time).slice(11, 23)} ${String(level).toUpperCase().padEnd(5)} ${String(msg)}`
  const tail = Object.entries(fields).map(([key, value]) => ` ${key}=${shown(value)}`)
  return `${head}${tail.join('')}${stackOf(err)}\n`
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value)
}

function stackOf(err: unknown): string {
  if (err === undefined) return ''
  const stack = (err as { stack?: unknown } | null)?.stack
  return typeof stack === 'string'
    ? `\n    ${stack.replaceAll('\n', '\n    ')}`
    : ` err=${JSON.stringify(err)}`
}
