/**
 * Which CODEC events matter. The switch sends one for the reading and one for the writing side, and again whenever
 * a leg's description is renewed without a change; only a leg that is being recorded and speaks something else than
 * before is of interest.
 */
import type { LegId } from '../../domain/ids.ts'
import type { RawSwitchInput } from '../../runtime/switch.ts'
import type { EslEvent } from './event.ts'

export interface Codecs {
  /** False for a CODEC event that changes nothing. Follows the recordings by the other events. */
  matters(event: EslEvent, translated: RawSwitchInput): boolean
  /** The connection is lost: what legs speak now isn't known any more. */
  forget(): void
}

/** Legs recorded at once on one node; the oldest are forgotten beyond that, and reported at their next CODEC. */
const MOST_LEGS = 10_000

export function createCodecs(): Codecs {
  const spoken = new Map<LegId, string>()
  const note = (legId: LegId, codec: string) => {
    spoken.delete(legId)
    spoken.set(legId, codec)
    for (const oldest of spoken.keys()) {
      if (spoken.size <= MOST_LEGS) break
      spoken.delete(oldest)
    }
  }
  return {
    matters(event, translated) {
      if (translated.type === 'recordingBegan') note(translated.legId, codecIn(event))
      if (translated.type === 'legHungUp') spoken.delete(translated.legId)
      if (translated.type !== 'legCodecChanged') return true
      const codec = codecIn(event)
      if (spoken.get(translated.legId) === codec) return false
      note(translated.legId, codec)
      return true
    },
    forget: () => spoken.clear(),
  }
}

function codecIn(event: EslEvent): string {
  const name = event.get('Channel-Read-Codec-Name') ?? ''
  const rateHz = event.get('Channel-Read-Codec-Rate') ?? ''
  return `${name}@${rateHz}`
}
