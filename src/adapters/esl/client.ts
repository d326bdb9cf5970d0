/**
 * An event socket that stays connected.
 *
 *              start                    logged in                  lost
 *     (new) ─────────▶ connecting ─────────────────▶ up ─────────────────────▶ down
 *                        ▲    └── refused, failed, too slow ──▶ down ◀─────────┘
 *                        └───────────── after a jittered wait ───┘     close, at any time ──▶ closed
 *
 * A lost connection is an outcome: everything awaited is answered with it, and nothing is ever sent again by itself.
 */
import { type BackoffLimits, backoffMs } from '../../lib/backoff.ts'
import type { Log } from '../../lib/log.ts'
import { type Counters, createCounters } from './counters.ts'
import type { EslEvent } from './event.ts'
import type { FramerLimits } from './framer.ts'
import type { LegKey } from './leg-key.ts'
import type { Loss } from './loss.ts'
import { type Commands, openSession, type Session, type SessionOptions } from './session.ts'
import { createTunnel, type TunnelOptions, type TunnelState } from './tunnel/tunnel.ts'

export type EslState =
  | { readonly type: 'connecting' }
  /** Subscribed. Events follow; a Core-UUID other than the last one means that FreeSWITCH has been restarted. */
  | { readonly type: 'up'; readonly coreUuid: string | undefined }
  | ({ readonly type: 'down'; readonly retryMs: number } & Loss)
  | { readonly type: 'closed' }

export interface EslClientOptions {
  readonly host: string
  readonly port: number
  readonly password: string
  /** Event names beside those that the client lives on; CUSTOM is named by its subclasses. */
  readonly events: readonly string[]
  readonly subclasses?: readonly string[]
  readonly log: Log
  /** Called synchronously for each event in the order of the stream; the event isn't to be kept. */
  readonly onEvent: (event: EslEvent) => void
  /** A key that was asked for while music played; the event that it came with follows. */
  readonly onKey?: (pressed: LegKey) => void
  /** Called synchronously; `up` comes before the first event, `down` after the last. */
  readonly onState: (state: EslState) => void
  /** On the way to a node on another machine. */
  readonly tunnel?: TunnelOptions & { readonly nodeId: string }
  /** Called synchronously for each attempt that shows whether the tunnel does its part, before `onState`. */
  readonly onTunnel?: (state: TunnelState) => void
  /** Milliseconds that never run backwards. */
  readonly monotonic?: () => number
  /** Uniform in [0, 1). */
  readonly random?: () => number
  readonly limits?: Partial<EslLimits>
}

export interface EslLimits {
  readonly backoff: BackoffLimits
  /** From the first packet to the first event. */
  readonly loginTimeoutMs: number
  /** Up for so long, a connection counts as sound: the next loss is retried at once. */
  readonly soundAfterMs: number
  readonly heartbeatEveryMs: number
  readonly heartbeatTimeoutMs: number
  /** How much later than its deadline a reply may come before the connection is given up. */
  readonly replyGraceMs: number
  readonly maxReplies: number
  readonly maxJobs: number
  readonly maxExecutes: number
  readonly pokeEveryMs: number
  readonly maxPokeMs: number
  /** For the goodbye at `close`. */
  readonly closeTimeoutMs: number
  /** Of tunnels; both together are less than `loginTimeoutMs`, which would blame the switch. */
  readonly connectTimeoutMs: number
  readonly handshakeTimeoutMs: number
  readonly framer: FramerLimits | undefined
}

export const DEFAULT_LIMITS: EslLimits = {
  backoff: { firstMs: 200, capMs: 10_000 },
  loginTimeoutMs: 5000,
  soundAfterMs: 10_000,
  heartbeatEveryMs: 2000,
  heartbeatTimeoutMs: 5000,
  replyGraceMs: 10_000,
  maxReplies: 10_000,
  maxJobs: 10_000,
  maxExecutes: 10_000,
  pokeEveryMs: 2,
  maxPokeMs: 5000,
  closeTimeoutMs: 500,
  connectTimeoutMs: 2000,
  handshakeTimeoutMs: 2500,
  framer: undefined,
}

export interface EslClient extends Commands {
  /** Connects, and stays connected until `close`. To be called once. */
  start(): void
  /** Stops reconnecting and lets the socket go; resolves when it is gone. */
  close(): Promise<void>
  /** Lets the present connection go and makes a new one; everything awaited ends as lost. `detail` is for the log. */
  reconnect(detail: string): void
  readonly up: boolean
  counters(): Readonly<Counters>
}

/**
 * So many attempts, some three quarters of a minute, come at least once a second: callers whom a killed node takes up
 * again wait for us. A switch that refuses us won't change its mind soon: it is asked as if all of them had been made.
 */
const EAGER_ATTEMPTS = 60
const EAGER_CAP_MS = 1000
const REFUSALS: ReadonlySet<Loss['reason']> = new Set([
  'loginRefused',
  'addressRefused',
  'subscriptionRefused',
  'tunnelRefused',
])

export function createEslClient(options: EslClientOptions): EslClient {
  const { log, monotonic = () => performance.now(), random = Math.random } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const counters = createCounters()
  const { tunnel } = options
  const node = { host: options.host, port: options.port, ...(tunnel && { tunnel: tunnel.name }) }
  let session: Session | undefined
  let retryTimer: NodeJS.Timeout | undefined
  let attempt = 0
  let upSince: number | undefined
  let closing: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined

  const guard: SessionOptions['guard'] =
    (callback) =>
    (...args) => {
      try {
        callback(...args)
      } catch (fault) {
        counters.handlerFaults++
        log.error({ ...node, err: fault }, 'a handler of the event socket failed')
      }
    }
  const onState = guard(options.onState)
  const onTunnel = guard(options.onTunnel ?? (() => {}))

  const connect = () => {
    retryTimer = undefined
    onState({ type: 'connecting' })
    session = openSession(sessionOptions, {
      onUp: (coreUuid) => {
        counters.logins++
        upSince = monotonic()
        log.info({ ...node, coreUuid }, 'event socket up')
        onState({ type: 'up', coreUuid })
      },
      onEvent: options.onEvent,
      onKey: options.onKey ?? (() => {}),
      onThrough: () => onTunnel({ up: true }),
      onLost,
    })
  }

  const onLost = (loss: Loss) => {
    session = undefined
    if (closing !== undefined) return finishClose()
    const sound = upSince !== undefined && monotonic() - upSince >= limits.soundAfterMs
    upSince = undefined
    attempt = REFUSALS.has(loss.reason) ? EAGER_ATTEMPTS : sound ? 0 : attempt
    const { firstMs, capMs } = limits.backoff
    const eager = attempt < EAGER_ATTEMPTS ? EAGER_CAP_MS : capMs
    const retryMs = backoffMs(attempt++, { firstMs, capMs: Math.min(capMs, eager) }, random)
    log.warn({ ...node, reason: loss.reason, detail: loss.detail, retryMs }, 'event socket down')
    retryTimer = setTimeout(connect, retryMs)
    if (loss.reason === 'tunnelFailed' || loss.reason === 'tunnelRefused') {
      onTunnel({ up: false, detail: loss.detail })
    }
    onState({ type: 'down', ...loss, retryMs })
  }

  const finishClose = () => {
    upSince = undefined
    log.info(node, 'event socket closed')
    onState({ type: 'closed' })
    closing?.resolve()
  }

  const sessionOptions: SessionOptions = {
    host: options.host,
    port: options.port,
    tunnel: tunnel && createTunnel(tunnel, tunnel.nodeId, limits),
    password: options.password,
    events: options.events,
    subclasses: options.subclasses ?? [],
    counters,
    guard,
    timeoutMs: limits.loginTimeoutMs,
    replyGraceMs: limits.replyGraceMs,
    maxReplies: limits.maxReplies,
    maxJobs: limits.maxJobs,
    maxExecutes: limits.maxExecutes,
    limits: limits.framer,
    heartbeat: { everyMs: limits.heartbeatEveryMs, timeoutMs: limits.heartbeatTimeoutMs },
    poke: { monotonic, everyMs: limits.pokeEveryMs, maxMs: limits.maxPokeMs },
  }

  const offline = (done: (result: { readonly type: 'connectionLost'; readonly sent: false }) => void) =>
    queueMicrotask(() => guard(done)({ type: 'connectionLost', sent: false }))
  /** The session, when it may take commands. */
  const ready = () => (upSince === undefined ? undefined : session)

  return {
    start: connect,
    reconnect: (detail) => session?.drop({ reason: 'givenUp', detail }),
    get up() {
      return ready() !== undefined
    },
    counters: () => ({ ...counters }),
    api: (command, opts, done) => {
      const at = ready()
      if (at === undefined) return offline(done)
      at.api(command, opts, done)
    },
    bgapi: (command, opts, done) => {
      const at = ready()
      if (at === undefined) return offline(done)
      at.bgapi(command, opts, done)
    },
    execute: (uuid, application, argument, opts, done) => {
      const at = ready()
      if (at === undefined) return offline(done)
      at.execute(uuid, application, argument, opts, done)
    },
    sendmsgHangup: (uuid, cause, opts, done) => {
      const at = ready()
      if (at === undefined) return offline(done)
      at.sendmsgHangup(uuid, cause, opts, done)
    },
    expectEvent: (forMs) => ready()?.expectEvent(forMs) ?? (() => {}),
    close: () => {
      if (closing !== undefined) return closing.promise
      let resolve: () => void = () => {}
      const promise = new Promise<void>((settle) => {
        resolve = settle
      })
      closing = { promise, resolve }
      clearTimeout(retryTimer)
      if (session === undefined) finishClose()
      else session.close(limits.closeTimeoutMs)
      return promise
    },
  }
}
