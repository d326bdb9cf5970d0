/** Speech for flows: what is fixed is spoken once and kept, what is personal each time anew. */
import { limitedSignal } from '../../lib/limited-signal.ts'
import type { Log } from '../../lib/log.ts'
import { createTurnstile } from '../../lib/turnstile.ts'
import type {
  SpeechObserver,
  SpeechOutcome,
  SpeechPort,
  SpeechProvider,
  SpokenText,
} from '../../runtime/speech.ts'
import { type KeptSpeech, keyOf } from './kept-speech.ts'
import type { PersonalSpeech } from './personal-speech.ts'

export interface SpeechOptions {
  readonly provider: SpeechProvider
  readonly kept: KeptSpeech
  readonly personal: PersonalSpeech
  /** For one text, once its turn has come. */
  readonly timeoutMs: number
  readonly observer: SpeechObserver
  readonly log: Log
  /** Milliseconds that never run backwards. */
  monotonic(): number
}

const AT_ONCE = 4
/** Beyond that whoever waits would wait longer than a caller does. */
const MOST_WAITING = 40
const SWEEP_MS = 60_000

export function createSpeech(options: SpeechOptions): SpeechPort {
  const { provider, kept, personal, timeoutMs, observer, log, monotonic } = options
  const turnstile = createTurnstile(AT_ONCE)
  const closing = new AbortController()
  const making = new Map<string, Promise<string | undefined>>()
  const working = new Set<Promise<unknown>>()
  let underWay = 0
  let lastReason: string | undefined
  const sweeping = setInterval(() => void work(personal.sweep()), SWEEP_MS)
  sweeping.unref()
  void work(personal.sweep())

  function work<T>(promise: Promise<T>): Promise<T> {
    working.add(promise)
    void promise.finally(() => working.delete(promise)).catch(() => undefined)
    return promise
  }

  /** Said once for each new reason, and again after it has gone well. */
  function tell(reason: string): void {
    if (reason !== lastReason) log.warn({ reason }, 'a text stays silent')
    lastReason = reason
  }

  async function spoken(
    text: SpokenText,
    write: (wav: Uint8Array) => Promise<string | undefined>,
  ): Promise<{ readonly file?: string | undefined; readonly outcome: SpeechOutcome }> {
    if (closing.signal.aborted || underWay >= AT_ONCE + MOST_WAITING) return { outcome: 'busy' }
    underWay += 1
    const sound = await turnstile.pass(async () => {
      const { signal, release } = limitedSignal(timeoutMs, [closing.signal])
      const result = await provider.speak(text, signal)
      release()
      return result
    })
    underWay -= 1
    if (!sound.ok) {
      tell(sound.reason)
      return { outcome: 'failed' }
    }
    try {
      const file = await write(sound.wav)
      if (file === undefined)
        tell('there is no memory that is fit for personal texts: see speech in OPERATIONS.md')
      else lastReason = undefined
      return { file, outcome: file === undefined ? 'unwritable' : 'made' }
    } catch (error) {
      tell(`its file can't be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`)
      return { outcome: 'unwritable' }
    }
  }

  async function counted(
    made: () => Promise<{ readonly file?: string | undefined; readonly outcome: SpeechOutcome }>,
  ): Promise<string | undefined> {
    const began = monotonic()
    const { file, outcome } = await made()
    observer.spoken(outcome, monotonic() - began)
    return file
  }

  async function findOrSpeak(key: string, text: SpokenText) {
    const there = await kept.find(key).catch(() => undefined)
    if (there !== undefined) return { file: there, outcome: 'kept' } as const
    return spoken(text, (wav) => kept.keep(key, wav))
  }

  return {
    fixed(text) {
      const key = keyOf(provider.recipe, text.language, text.pace, text.text)
      const under = making.get(key)
      if (under) return under
      const made = work(counted(() => findOrSpeak(key, text)).finally(() => making.delete(key)))
      making.set(key, made)
      return made
    },
    personal: (_, text) => work(counted(() => spoken(text, (wav) => personal.write(wav)))),
    heard(files) {
      for (const file of files) void work(personal.remove(file).catch(() => undefined))
    },
    async close() {
      closing.abort()
      clearInterval(sweeping)
      await provider.close()
      await Promise.allSettled(working)
      await personal.close()
    },
  }
}
