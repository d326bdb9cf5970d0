import type { Application, Channel } from './channel.ts'
import type { Core, Dialplan } from './core.ts'
import { toInt } from './text.ts'

/** Where a caller goes when no controller takes the call. */
export const FALLBACK = { extension: 'cti_fallback', context: 'cti_fallback' } as const

/** The dialplan that is built in, equal in effect to that of freeswitch-conf; README.md describes it. */
export interface DialplanOptions {
  /** Numbers, or regular expressions that begin with `^`, that the controller serves. */
  readonly serviceNumbers: readonly string[]
  /** Numbers that go out through the first gateway, from phones only. */
  readonly outside: { readonly pattern: RegExp; readonly gateway: string } | undefined
  readonly fallback: FallbackOptions
  /** Whether the controller's heartbeat is fresh. */
  controllerAlive(core: Core): boolean
}

export interface FallbackOptions {
  /** Extensions (`1001`) or SIP URIs (`sip:desk@host`). */
  readonly targets: readonly string[]
  /** All at once, or one after the other. */
  readonly order: 'all' | 'order'
  /** How long one round, or one target in order, rings. */
  readonly ringMs: number
  /** Played once before the first round; empty for none. */
  readonly prompt: string
  /** Rounds until the caller is let go. */
  readonly rounds: number
  /** What a caller hears between two rounds. */
  readonly ringingTone: string
}

const INTERNAL_RING_SECONDS = 60

const set = (name: string, value: string): Application => ({ app: 'set', data: `${name}=${value}` })
const unset = (name: string): Application => ({ app: 'unset', data: name })
const refuse: readonly Application[] = [{ app: 'hangup', data: 'UNALLOCATED_NUMBER' }]
/** 503: whoever sent the call tries the next node. */
const passOn: readonly Application[] = [{ app: 'hangup', data: 'SWITCH_CONGESTION' }]

export function createDialplan(options: DialplanOptions): Dialplan {
  const service = options.serviceNumbers.map((n) => (n.startsWith('^') ? new RegExp(n) : n))
  const isService = (number: string): boolean =>
    service.some((s) => (typeof s === 'string' ? s === number : s.test(number)))
  const arrives = (core: Core, destination: string): readonly Application[] =>
    isDraining(core) && options.controllerAlive(core) ? passOn : armed(core, arrived(destination))
  const armed = (core: Core, before: readonly Application[]): readonly Application[] => [
    ...before,
    ...(options.controllerAlive(core) ? armAndPark(core) : toFallback()),
  ]
  return (core, channel, context, destination) => {
    switch (context) {
      case 'public':
        return isService(destination) ? arrives(core, destination) : refuse
      case 'default':
        if (isService(destination)) return arrives(core, destination)
        return fromPhone(core, destination, options)
      case 'cti':
        return destination === 'cti_return' ? armed(core, []) : undefined
      case 'cti_refer':
        return armed(core, isWish(destination) ? [set('cti_refer_to', destination)] : [])
      case 'cti_fallback':
        return destination === 'ring'
          ? ring(channel, options.fallback)
          : enterFallback(channel, options.fallback)
      default:
        return undefined
    }
  }
}

/** The controller wants no new calls here: `cti_draining`. */
function isDraining(core: Core): boolean {
  return core.globals.get('cti_draining') === 'true'
}

function arrived(destination: string): readonly Application[] {
  return [set('cti_arrived_number', inert(destination))]
}

/** Whoever takes the call deletes the task; when nobody does, it is the caller's way out. */
function armAndPark({ globals }: Core): readonly Application[] {
  const { extension, context } = FALLBACK
  return [
    {
      app: 'sched_transfer',
      data: `+${toInt(globals.get('unclaimed_seconds'))} ${extension} XML ${context}`,
    },
    { app: 'park', data: '' },
  ]
}

function toFallback(): readonly Application[] {
  return [{ app: 'transfer', data: `${FALLBACK.extension} XML ${FALLBACK.context}` }]
}

function fromPhone(core: Core, destination: string, options: DialplanOptions): readonly Application[] {
  if (core.settings.extensions.some((e) => e.extension === destination)) {
    return [
      set('hangup_after_bridge', 'true'),
      set('call_timeout', String(INTERNAL_RING_SECONDS)),
      { app: 'bridge', data: `user/${destination}` },
    ]
  }
  const { outside } = options
  if (outside?.pattern.test(destination)) {
    return [
      set('hangup_after_bridge', 'true'),
      { app: 'bridge', data: `sofia/gateway/${outside.gateway}/${destination}` },
    ]
  }
  return refuse
}

/** Answers, says the prompt, goes on to ring. A task left armed would tear the caller out of the conversation. */
function enterFallback(channel: Channel, fallback: FallbackOptions): readonly Application[] {
  return [
    unset('cti_waiting'),
    set('cti_fallback', 'true'),
    { app: 'sched_cancel', data: channel.uuid },
    unset('transfer_after_bridge'),
    unset('park_after_bridge'),
    set('hangup_after_bridge', 'true'),
    set('continue_on_fail', 'true'),
    set('cti_fallback_round', '0'),
    // A controller that holds the caller to be waiting still is told.
    { app: 'event', data: 'Event-Name=CUSTOM,Event-Subclass=cti::fallback' },
    { app: 'answer', data: '' },
    ...(fallback.prompt ? [{ app: 'playback', data: fallback.prompt }] : []),
    { app: 'transfer', data: `ring XML ${FALLBACK.context}` },
  ]
}

/** One round: the group rings, then a tone, then again from the top, until the rounds are used up. */
function ring(channel: Channel, fallback: FallbackOptions): readonly Application[] {
  const round = toInt(channel.get('cti_fallback_round'))
  if (round >= fallback.rounds) return [{ app: 'hangup', data: 'NO_ANSWER' }]
  const targets = fallback.targets.map(dialString)
  const group =
    targets.length === 0
      ? 'error/UNALLOCATED_NUMBER'
      : `{originate_continue_on_timeout=true}${targets.join(fallback.order === 'all' ? ',' : '|')}`
  return [
    set('cti_fallback_round', String(round + 1)),
    // The marks of a controller that took the caller over in the moment of the move.
    unset('cti_waiting'),
    unset('transfer_after_bridge'),
    // A transfer counts as a forward, and there are more rounds than forwards.
    set('max_forwards', '70'),
    // A mobile's announcement is no answer.
    set('ignore_early_media', 'true'),
    set('call_timeout', String(Math.max(1, Math.round(fallback.ringMs / 1000)))),
    { app: 'bridge', data: group },
    { app: 'playback', data: fallback.ringingTone },
    { app: 'transfer', data: `ring XML ${FALLBACK.context}` },
  ]
}

function dialString(target: string): string {
  return target.includes('@') ? `sofia/trunks/${target.replace(/^sip:/i, '')}` : `user/${target}`
}

/** What a phone wishes is data: text that would be expanded is left out, as freeswitch-conf does. */
function isWish(text: string): boolean {
  return /^[A-Za-z0-9+*#_.-]{1,64}$/.test(text)
}

/** What somebody dialled is data: nothing in it may be expanded. */
function inert(text: string): string {
  return text.replace(/[^A-Za-z0-9+*#_.@-]/g, '').slice(0, 64)
}
