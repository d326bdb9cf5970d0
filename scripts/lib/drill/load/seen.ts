/** What a phone saw of one call, kept as it goes: a phone that dies later still has told it. */
import type { Call, CallEvent } from '../../../../test/support/phone/index.ts'

const LOOK_MS = 250

export interface SeenCall {
  readonly call: Call
  readonly startedAt: number
  answeredAt: number | null
  endedAt: number | null
  /** The last moment at which sound had come. */
  heardAt: number | null
}

/** Follows the call to its end. */
export function seeCall(call: Call): SeenCall {
  const seen: SeenCall = { call, startedAt: Date.now(), answeredAt: null, endedAt: null, heardAt: null }
  let packets = 0
  const timer = setInterval(() => {
    const now = call.audio.counts.packets
    if (now > packets) seen.heardAt = Date.now()
    packets = now
  }, LOOK_MS)
  const note = ({ type }: Pick<CallEvent, 'type'>) => {
    if (type === 'answered') seen.answeredAt ??= Date.now()
    if (type !== 'ended') return
    seen.endedAt ??= Date.now()
    clearInterval(timer)
  }
  for (const event of call.events) note(event)
  call.on(note)
  return seen
}

/** Resolves true when the call has ended, false when `ms` have passed or the drill is being stopped. */
export async function endsWithin(call: Call, ms: number, signal: AbortSignal): Promise<boolean> {
  if (call.state === 'ended') return true
  return new Promise((resolve) => {
    const done = (ended: boolean) => {
      clearTimeout(timer)
      off()
      signal.removeEventListener('abort', stop)
      resolve(ended)
    }
    const stop = () => done(false)
    const timer = setTimeout(() => done(false), ms)
    const off = call.on(({ type }) => {
      if (type === 'ended') done(true)
    })
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) done(false)
  })
}
