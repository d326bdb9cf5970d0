/**
 * Turns what is to be said into what the switch can play: texts into files, digits into the prompts that say them,
 * sealed data into one or the other.
 */
import { assertNever } from '../domain/assert-never.ts'
import type { CallId } from '../domain/ids.ts'
import type { PromptRef } from '../domain/site/commands.ts'
import { withDeadline } from '../lib/deadline.ts'
import { fillText, templateNames } from '../lib/template.ts'
import type { Timers } from '../lib/timers.ts'
import { type CallData, readCallData } from './call-data.ts'
import type { PrivatePort } from './ports.ts'
import type { SpeechPort } from './speech.ts'
import type { Playable } from './switch.ts'

export interface PlayablesOptions {
  readonly siteId: string
  readonly privateFields: PrivatePort
  readonly speech: SpeechPort
  /** For all that one order says. */
  readonly timeoutMs: number
  /** Milliseconds that never run backwards. */
  monotonic(): number
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
}

export type Playables =
  | {
      readonly type: 'playable'
      readonly prompts: readonly Playable[]
      /** Files that are to go once they have been heard. */
      readonly personal: readonly string[]
    }
  /** What is known of the caller can't be had. */
  | { readonly type: 'failed'; readonly why: 'timedOut' | 'refused' }

/** The same, at once, where nothing has to be looked up or made. */
export function plainPlayables(prompts: readonly PromptRef[]): readonly Playable[] | undefined {
  const all: Playable[] = []
  for (const prompt of prompts) {
    if (prompt.kind === 'prompt') all.push(prompt)
    else if (prompt.kind === 'number') all.push(...keyByKey(`${prompt.number}`, prompt))
    else return undefined
  }
  return all
}

/** Never rejects. A text that can't be spoken in time is left out. */
export async function playablesOf(
  prompts: readonly PromptRef[],
  callId: CallId,
  options: PlayablesOptions,
): Promise<Playables> {
  const { speech, monotonic, timeoutMs, timers } = options
  const until = monotonic() + timeoutMs
  const call = prompts.some(needsData) ? await dataOf(callId, options) : undefined
  if (call === 'timedOut' || call === 'refused') return { type: 'failed', why: call }
  const personal: string[] = []
  let isOver = false
  const inTime = async (making: Promise<string | undefined>): Promise<readonly Playable[]> => {
    const made = await withDeadline(making, { timeoutMs: Math.max(0, until - monotonic()), timers })
    if (made.type === 'value') return made.value === undefined ? [] : [{ kind: 'file', path: made.value }]
    return []
  }
  const sayPersonally = (prompt: Spoken, text: string) => {
    if (text.trim() === '') return []
    const making = speech.personal(callId, { ...prompt, text })
    return inTime(
      making.then((path) => {
        // What comes too late is said to nobody.
        if (path !== undefined && isOver) speech.heard([path])
        else if (path !== undefined) personal.push(path)
        return path
      }),
    )
  }
  const valueOfName = (name: string) => call?.data.get(name)
  const partOf = (prompt: PromptRef): readonly Playable[] | Promise<readonly Playable[]> => {
    const { language, pace } = prompt
    switch (prompt.kind) {
      case 'prompt':
        return [prompt]
      case 'number':
        return keyByKey(`${prompt.number}`, prompt)
      case 'digits':
        return keyByKey(`${valueOfName(prompt.data) ?? ''}`, prompt)
      case 'dataText':
        return sayPersonally({ language, pace }, `${valueOfName(prompt.data) ?? ''}`)
      case 'text':
        return needsData(prompt)
          ? sayPersonally({ language, pace }, fillText(prompt.text, valueOfName))
          : inTime(speech.fixed({ language, pace, text: prompt.text }))
      default:
        return assertNever(prompt)
    }
  }
  const parts = prompts.map(partOf)
  const playable = (await Promise.all(parts)).flat()
  isOver = true
  return { type: 'playable', prompts: playable, personal }
}

type Spoken = Pick<PromptRef, 'language' | 'pace'>

function needsData(prompt: PromptRef): boolean {
  if (prompt.kind === 'text') return templateNames(prompt.text).names.length > 0
  return prompt.kind === 'digits' || prompt.kind === 'dataText'
}

async function dataOf(
  callId: CallId,
  { privateFields, siteId, timeoutMs, timers }: PlayablesOptions,
): Promise<CallData | 'timedOut' | 'refused'> {
  try {
    const read = await withDeadline(readCallData(privateFields, siteId, callId), { timeoutMs, timers })
    return read.type === 'value' ? read.value : 'timedOut'
  } catch {
    return 'refused'
  }
}

/** Other characters than those of a telephone's keys have no prompt, and are passed over. */
function keyByKey(text: string, { language, pace }: Spoken): Playable[] {
  return [...text].flatMap((char) => {
    const name =
      char === '*' || char === 'X' ? 'digit-star' : /^[0-9]$/.test(char) ? `digit-${char}` : undefined
    return name === undefined ? [] : [{ kind: 'prompt', name, language, pace }]
  })
}
