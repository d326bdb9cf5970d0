import type { Application, Channel } from './channel.ts'
import type { Core, Dialplan } from './core.ts'

/** Where a caller goes when no controller takes the call. */
export const FALLBACK = { extension: 'cti_fallback', context: 'cti_fallback' } as const

/** The dialplan that is built in, as README.md describes it. */
export interface DialplanOptions {
  /** Numbers, or regular expressions between `^` and `$`, that the controller serves. */
  readonly serviceNumbers: readonly string[]
  /** Extensions (`1001`) or SIP URIs (`sip:desk@host`). */
  readonly fallbackTargets: readonly string[]
  readonly fallbackOrder: 'all' | 'order'
  /** How long a round of the fallback rings. */
  readonly fallbackRingMs: number
  /** Played once before the first round; empty for none. */
  readonly fallbackPrompt: string
  readonly holdMusic: string
  /** Whether the controller's heartbeat is fresh. */
  controllerAlive(core: Core): boolean
}

/** Whole seconds until an armed call goes to the fallback. */
const ARM_SECONDS = 4
const FALLBACK_LIMIT_SECONDS = 1800
const PAUSE_SECONDS = 3

export function createDialplan(options: DialplanOptions): Dialplan {
  const service = options.serviceNumbers.map((n) => (n.startsWith('^') ? new RegExp(n) : n))
  const isService = (number: string): boolean =>
    service.some((s) => (typeof s === 'string' ? s === number : s.test(number)))
  return (core, channel, context, destination) => {
    switch (context) {
      case 'public':
        return isService(destination) ? arrive(core, channel, destination, options) : undefined
      case 'default':
        if (isService(destination)) return arrive(core, channel, destination, options)
        return core.settings.extensions.some((e) => e.extension === destination)
          ? internalCall(destination)
          : undefined
      case 'cti':
        return destination === 'cti_return' ? armAndPark(core, options, []) : undefined
      case 'cti_refer':
        return armAndPark(core, options, [
          { app: 'set', data: `cti_refer_target=${safe(destination)}` },
          { app: 'set', data: 'cti_referred=true' },
        ])
      case 'cti_fallback':
        return fallback(channel, options)
      default:
        return undefined
    }
  }
}

/** A call for the service: remembered as arrived, then armed and parked, or straight to the fallback. */
function arrive(
  core: Core,
  channel: Channel,
  destination: string,
  options: DialplanOptions,
): readonly Application[] {
  return armAndPark(core, options, [
    { app: 'set', data: `cti_arrived_number=${safe(destination)}` },
    { app: 'set', data: `cti_arrived_context=${channel.profile.context}` },
    { app: 'set', data: 'hangup_after_bridge=false' },
  ])
}

function armAndPark(
  core: Core,
  options: DialplanOptions,
  before: readonly Application[],
): readonly Application[] {
  const { extension, context } = FALLBACK
  if (!options.controllerAlive(core)) {
    return [...before, { app: 'transfer', data: `${extension} XML ${context}` }]
  }
  return [
    ...before,
    { app: 'sched_transfer', data: `+${ARM_SECONDS} ${extension} XML ${context}` },
    { app: 'park', data: '' },
  ]
}

function internalCall(extension: string): readonly Application[] {
  return [
    { app: 'set', data: 'hangup_after_bridge=true' },
    { app: 'set', data: 'call_timeout=30' },
    { app: 'bridge', data: `user/${extension}` },
  ]
}

/**
 * Rings the fallback group round after round, with music in between, for half an hour at most. The last step
 * comes back here, so `cti_fallback_rounds` tells the first round from the others.
 */
function fallback(channel: Channel, options: DialplanOptions): readonly Application[] {
  const first = channel.get('cti_fallback') !== 'true'
  const steps: Application[] = [
    { app: 'unset', data: 'cti_waiting' },
    { app: 'unset', data: 'transfer_after_bridge' },
    { app: 'unset', data: 'park_after_bridge' },
    { app: 'set', data: 'cti_fallback=true' },
  ]
  if (first) {
    steps.push(
      { app: 'sched_cancel', data: channel.uuid },
      { app: 'sched_hangup', data: `+${FALLBACK_LIMIT_SECONDS} NO_ANSWER` },
      { app: 'answer', data: '' },
    )
    if (options.fallbackPrompt) steps.push({ app: 'playback', data: options.fallbackPrompt })
  }
  steps.push(
    { app: 'set', data: `max_forwards=70` },
    { app: 'set', data: 'continue_on_fail=true' },
    { app: 'set', data: 'hangup_after_bridge=true' },
    { app: 'set', data: 'ignore_early_media=true' },
    { app: 'set', data: `transfer_ringback=${options.holdMusic}` },
  )
  const ringSeconds = Math.max(1, Math.round(options.fallbackRingMs / 1000))
  steps.push({ app: 'set', data: `call_timeout=${ringSeconds}` })
  const targets = options.fallbackTargets.map(dialString)
  if (targets.length > 0) {
    // In order, each gets its own ring time and a time-out goes on to the next.
    const separator = options.fallbackOrder === 'all' ? ',' : '|'
    steps.push({ app: 'bridge', data: `{originate_continue_on_timeout=true}${targets.join(separator)}` })
  }
  steps.push(
    { app: 'set', data: `playback_timeout_sec=${PAUSE_SECONDS}` },
    { app: 'playback', data: options.holdMusic },
    { app: 'unset', data: 'playback_timeout_sec' },
    { app: 'sleep', data: '500' },
    { app: 'transfer', data: `${FALLBACK.extension} XML ${FALLBACK.context}` },
  )
  return steps
}

function dialString(target: string): string {
  return target.includes('@') ? `sofia/external/${target.replace(/^sip:/i, '')}` : `user/${target}`
}

/** What a caller dialled is data: nothing in it may be expanded. */
function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9+*#_.-]/g, '').slice(0, 64)
}
