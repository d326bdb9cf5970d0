/** One try: check the target, sign, send, and put what came of it into a word. */
import { withDeadline } from '../../lib/deadline.ts'
import { limitedSignal } from '../../lib/limited-signal.ts'
import type { Clock } from '../../runtime/ports.ts'
import type { DeliveryFailure, DeliveryOutcome } from '../../runtime/webhooks.ts'
import type { AllowList } from './allow-list.ts'
import type { Message } from './message.ts'
import { createPoster } from './post.ts'
import { signatures } from './sign.ts'
import { findTarget, type Resolve, systemResolve } from './target.ts'

export interface SenderOptions {
  readonly allow: AllowList
  /** Milliseconds for the whole try, the look-up of the name included. */
  readonly timeoutMs: number
  readonly clock: Clock
  readonly resolve?: Resolve
}

export interface Sender {
  /** Never rejects for what a receiver does. */
  deliver(
    url: string,
    secrets: readonly string[],
    message: Message,
    signal?: AbortSignal,
  ): Promise<DeliveryOutcome>
  /** Why nothing would be sent to an address; undefined when it would. */
  fault(url: string): Promise<string | undefined>
  close(): void
}

export function createSender({ allow, timeoutMs, clock, resolve = systemResolve }: SenderOptions): Sender {
  const poster = createPoster()

  async function attempt(
    url: string,
    secrets: readonly string[],
    message: Message,
    signal: AbortSignal,
  ): Promise<Judged> {
    if (secrets.length === 0) return failed('secretLost')
    const found = await withDeadline(findTarget(url, allow, resolve), { timeoutMs, signal })
    if (found.type !== 'value') return failed('timedOut')
    const target = found.value
    if (target.type === 'refused') return failed('targetRefused')
    if (target.type === 'nameUnknown') return failed('nameUnknown')
    const { id, body, traceparent } = message
    const timestampS = Math.floor(clock.wall() / 1_000)
    const headers = {
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'user-agent': 'cti-bridge',
      'webhook-id': id,
      'webhook-timestamp': String(timestampS),
      'webhook-signature': signatures(secrets, { id, timestampS, body }),
      traceparent,
    }
    const posted = await poster.post(target, headers, body, signal)
    return posted.type === 'answered' ? judged(posted.status) : failed(posted.why)
  }

  return {
    async deliver(url, secrets, message, signal) {
      const began = clock.monotonic()
      const limit = limitedSignal(timeoutMs, signal ? [signal] : [])
      try {
        const outcome = await attempt(url, secrets, message, limit.signal)
        return { ...outcome, durationMs: clock.monotonic() - began }
      } finally {
        limit.release()
      }
    },
    async fault(url) {
      const found = await withDeadline(findTarget(url, allow, resolve), { timeoutMs })
      const target = found.type === 'value' ? found.value : ({ type: 'nameUnknown' } as const)
      if (target.type === 'refused') return target.detail
      return target.type === 'nameUnknown' ? 'the host name has no address here' : undefined
    },
    close: () => poster.close(),
  }
}

type Judged =
  | { type: 'delivered'; status: number }
  | { type: 'failed'; why: DeliveryFailure; status: number | null }

function failed(why: DeliveryFailure, status: number | null = null): Judged {
  return { type: 'failed', why, status }
}

/** By the specification: 2xx is success, 410 is farewell, 3xx is failure like all the rest. */
function judged(status: number): Judged {
  if (status >= 200 && status < 300) return { type: 'delivered', status }
  if (status === 410) return failed('gone', status)
  if (status >= 300 && status < 400) return failed('redirected', status)
  return failed(status < 500 ? 'clientError' : 'serverError', status)
}
