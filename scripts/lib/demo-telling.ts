/** Tells a person at the terminal what is going on: each step when it begins, and how long it took. */

export interface Telling {
  say(line: string): void
  /** Runs a step; rejects at once when the person stops the demonstration. */
  step<T>(what: string, run: () => Promise<T>): Promise<T>
  /** Says in which step it went wrong, and how. */
  failed(error: unknown): void
}

export function createTelling(signal: AbortSignal): Telling {
  const began = performance.now()
  let current = 'the beginning'

  const say = (line: string) => {
    process.stdout.write(`${seconds(performance.now() - began)}  ${line}\n`)
  }
  return {
    say,
    async step(what, run) {
      signal.throwIfAborted()
      current = what
      const from = performance.now()
      const result = await untilAborted(run(), signal)
      say(`${what}  (${duration(performance.now() - from)})`)
      return result
    },
    failed(error) {
      process.stdout.write(`\nThis failed: ${current}\n${error instanceof Error ? error.message : error}\n`)
    },
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** Right-aligned seconds since the start. */
function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2).padStart(6)} s`
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`
}
