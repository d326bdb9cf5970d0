/** The prompts of a trial: those that it can't begin without, and the slow ones, which may come later. */
import { mkdirSync } from 'node:fs'
import { makePrompts } from '../adapters/prompts/make-prompts.ts'
import type { Language } from '../domain/ivr/flow.ts'
import { faultLines } from '../lib/fault.ts'
import { createLogger, type Log } from '../lib/log.ts'
import { TrialFault } from './fault.ts'

interface PromptSettings {
  readonly textsFile: string
  readonly directory: string
  readonly languages: readonly Language[]
}

/** Speech is made once, and takes a while then: every so often it says how far it is. */
const PROGRESS_EVERY_MS = 2_000

export async function promptsReady(
  { textsFile, directory, languages }: PromptSettings,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const log: Log = createLogger({ level: 'warn' })
  let toldAt = performance.now()
  const onProgress = (done: number, total: number) => {
    // Between two prompts is the place to give up: the next start goes on from there.
    if (signal?.aborted === true) throw new TrialFault('stopped while the prompts were made')
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return
    toldAt = performance.now()
    say(`prompts: ${done} of ${total} …`)
  }
  const made = await makePrompts({ textsFile, directory, languages, log, onProgress })
  if (!made.ok) throw new TrialFault(faultLines(made.faults))
  say(`prompts: ${made.value.made} made, ${made.value.kept} kept, ${made.value.replaced} of your own`)
}

/** Speaks the prompts slowly, one after the other, while the system is used already. Returns how to end it. */
export function slowPrompts(
  { textsFile, directory, languages }: PromptSettings,
  say: (line: string) => void,
): () => Promise<void> {
  const ending = new AbortController()
  const log: Log = createLogger({ level: 'warn' })
  const options = { textsFile, directory, languages, log, pace: 'slow', signal: ending.signal } as const
  const making = makePrompts(options).then((made) => {
    if (!made.ok) say(`no slow prompts: ${faultLines(made.faults)}`)
    else if (made.value.made > 0 && !ending.signal.aborted) say(`prompts: ${made.value.made} made slowly too`)
  })
  return () => {
    ending.abort()
    return making
  }
}
