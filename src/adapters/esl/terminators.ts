/**
 * Which keys end what plays on each leg. FreeSWITCH reads them from the channel (`playback_terminators`, by default
 * `*`) each time that a key comes, so they are set from the channel's own queue, in front of what they are meant for.
 * Most prompts need what the ones before them needed: then nothing is set.
 */
import type { LegId } from '../../domain/ids.ts'
import type { MenuKey } from '../../domain/ivr/flow.ts'

export interface Terminators {
  /** The value to be set before something plays that these keys end; undefined when the leg has it. */
  change(legId: LegId, keys: readonly MenuKey[]): string | undefined
  /** The leg has been told otherwise than through its queue. */
  told(legId: LegId, value: string): void
  /** What waited in the leg's queue is gone, or the leg is. */
  forget(legId: LegId): void
  forgetAll(): void
}

/** mod_dptools.c, `on_dtmf`: no key ends anything. */
export const NO_KEYS = 'none'

export function createTerminators(): Terminators {
  const values = new Map<LegId, string>()
  return {
    change: (legId, keys) => {
      const value = keys.length === 0 ? NO_KEYS : keys.join('')
      if (values.get(legId) === value) return undefined
      values.set(legId, value)
      return value
    },
    told: (legId, value) => {
      values.set(legId, value)
    },
    forget: (legId) => {
      values.delete(legId)
    },
    forgetAll: () => values.clear(),
  }
}
