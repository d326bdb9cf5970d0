/** The terminal as a caller's telephone: prints what is heard, reads a line for each thing that is done. */
import { createInterface, type Interface } from 'node:readline'

export interface Terminal {
  say(line: string): void
  /** The next line; undefined when there is none any more. */
  ask(what: string): Promise<string | undefined>
  close(): void
}

export function openTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Terminal {
  const lines: Interface = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  const waiting: string[] = []
  let asked: ((line: string | undefined) => void) | undefined
  let over = false
  lines.on('line', (line) => {
    const answer = asked
    asked = undefined
    if (answer) answer(line)
    else waiting.push(line)
  })
  lines.on('close', () => {
    over = true
    asked?.(undefined)
    asked = undefined
  })
  const isTerminal = 'isTTY' in input && input.isTTY === true
  return {
    say: (line) => output.write(`${printable(line)}\n`),
    async ask(what) {
      output.write(`${printable(what)} > `)
      const line = await next()
      // What was typed stands on the screen already; what came from a file or a pipe doesn't.
      if (!isTerminal) output.write(`${printable(line ?? '(end of the input)')}\n`)
      return line?.trim()
    },
    close: () => lines.close(),
  }

  function next(): Promise<string | undefined> {
    const line = waiting.shift()
    if (line !== undefined || over) return Promise.resolve(line)
    return new Promise((resolve) => {
      asked = resolve
    })
  }
}

/** Texts come from files: an escape sequence in one must not reach the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ')
}
