/**
 * Callers who are to be called back and ring by themselves: they go on at their place in the new call, and the other one is
 * over, so that nobody has two places. Until they are served the promise holds for the new call. They are known again by
 * the keyed hash of their number; who hides it isn't.
 */
import type { Decision } from '../decision.ts'
import type { CallId } from '../ids.ts'
import type { Queue } from '../site/state.ts'
import { endCall } from './end.ts'
import type { Queued } from './place.ts'
import { goneFrom } from './promises.ts'
import type { Walk } from './walk/walk.ts'

export interface TakenAlong {
  readonly regained: NonNullable<Queued['regained']>
  readonly needs: Queued['needs']
  /** The other call, and its end. */
  readonly callId: CallId
  readonly ending: Decision
}

/** The place at which this caller is to be called back. */
export function ringsInstead(queue: Queue, { call, over, at }: Walk): TakenAlong | undefined {
  const { masked, hash } = call.calling
  const other = masked === 'hidden' ? undefined : queue.promises.goneBy(hash)
  const gone = other && goneFrom(other.phase)
  if (!other || !gone || over.includes(other.id)) return undefined
  const { servedAs, order, needs } = gone.place
  return {
    regained: { servedAs, order, leftAt: at, promisedUntil: gone.expiresAt },
    needs,
    callId: other.id,
    ending: endCall(other, { by: 'caller', why: 'rangAgain' }, at, 'ORIGINATOR_CANCEL'),
  }
}
