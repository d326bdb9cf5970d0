/**
 * Orders that say something, leg by leg: while one waits for its texts, later ones of that leg wait behind it. What
 * ends the saying (a bridge, a hang-up, …) waits for nothing, and what waits is dropped: nobody is to hear it any more.
 */
import type { LegId } from '../domain/ids.ts'
import { type Playables, type PlayablesOptions, plainPlayables, playablesOf } from './playables.ts'
import type { SpeakingCommand, SwitchCommand } from './switch.ts'

export interface SpeakingOptions extends PlayablesOptions {
  send(command: SwitchCommand): void
  failed(command: SpeakingCommand, why: 'timedOut' | 'refused'): void
}

export interface Speaking {
  say(command: SpeakingCommand): void
  /** What was ordered under the token has been heard, or never will be. */
  heard(legId: LegId, token: string): void
  /** Nothing more is to be said to the leg of what was ordered so far. */
  end(legId: LegId): void
  close(): void
}

interface Waiting {
  readonly command: SpeakingCommand
  playables: Playables | undefined
}

interface Said {
  /** Of music: undefined. */
  readonly token: string | undefined
  readonly files: readonly string[]
}

/** Orders of one leg that wait. The core gives one after the other, so more than a few are a mistake. */
const MOST_WAITING = 20

export function createSpeaking(options: SpeakingOptions): Speaking {
  const { send, failed, speech } = options
  const waiting = new Map<LegId, Waiting[]>()
  const said = new Map<LegId, Said[]>()

  function release(command: SpeakingCommand, playables: Playables): void {
    const { legId } = command
    // Music must sound though nothing can be said before it: a caller in silence hangs up.
    const isMusic = command.type === 'startMusic'
    if (playables.type === 'failed' && !isMusic) {
      failed(command, playables.why)
      return
    }
    const { prompts, personal } = playables.type === 'playable' ? playables : NOTHING
    if (isMusic) forget(legId, () => true)
    if (personal.length > 0) {
      const token = isMusic ? undefined : command.token
      said.set(legId, [...(said.get(legId) ?? []), { token, files: personal }])
    }
    send({ ...command, prompts })
  }

  function releaseReady(legId: LegId): void {
    for (;;) {
      const [first, ...rest] = waiting.get(legId) ?? []
      if (first?.playables === undefined) return
      // Before it goes out: what follows on it at once finds the queue as it is.
      if (rest.length > 0) waiting.set(legId, rest)
      else waiting.delete(legId)
      release(first.command, first.playables)
    }
  }

  function forget(legId: LegId, isOver: (one: Said) => boolean): void {
    const all = said.get(legId) ?? []
    for (const { files } of all.filter(isOver)) speech.heard(files)
    const rest = all.filter((one) => !isOver(one))
    if (rest.length > 0) said.set(legId, rest)
    else said.delete(legId)
  }

  async function prepare(entry: Waiting): Promise<void> {
    const { legId, callId, prompts } = entry.command
    const made = await playablesOf(prompts, callId, options)
    entry.playables = made
    if (waiting.get(legId)?.includes(entry)) releaseReady(legId)
    else if (made.type === 'playable') speech.heard(made.personal)
  }

  function end(legId: LegId): void {
    for (const { playables } of waiting.get(legId) ?? [])
      if (playables?.type === 'playable') speech.heard(playables.personal)
    waiting.delete(legId)
    forget(legId, () => true)
  }

  return {
    say(command) {
      const { legId, prompts } = command
      const queue = waiting.get(legId) ?? []
      const plain = plainPlayables(prompts)
      const playables = plain && ({ type: 'playable', prompts: plain, personal: [] } as const)
      if (playables && queue.length === 0) release(command, playables)
      else if (queue.length >= MOST_WAITING) failed(command, 'refused')
      else {
        const entry: Waiting = { command, playables }
        waiting.set(legId, [...queue, entry])
        if (!playables) void prepare(entry)
      }
    },
    heard: (legId, token) => forget(legId, (one) => one.token === token),
    end,
    close() {
      for (const legId of [...waiting.keys(), ...said.keys()]) end(legId)
    },
  }
}

const NOTHING = { prompts: [], personal: [] } as const
