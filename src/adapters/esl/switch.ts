/**
 * One FreeSWITCH node behind its event socket, as the runtime wants it.
 *
 *     down ──log-in──▶ snapshot ──taken──▶ connected ──loss──▶ down
 *                         └──failed──▶ down
 *
 * A node that has been restarted first takes up its calls (recovery.ts). Until the snapshot has been taken, inputs
 * wait; they follow it in the order in which they came.
 */
import { join } from 'node:path'
import type { LegId, NodeId } from '../../domain/ids.ts'
import type { Log } from '../../lib/log.ts'
import type { NodeHeartbeat } from '../../runtime/node-report.ts'
import type { Clock } from '../../runtime/ports.ts'
import { spoolFileName } from '../../runtime/recording.ts'
import type {
  Playable,
  RawLegSnapshot,
  RawSwitchInput,
  SwitchListener,
  SwitchPort,
} from '../../runtime/switch.ts'
import { createEslClient, type EslLimits, type EslState } from './client.ts'
import { createCodecs } from './codecs.ts'
import { createDraining } from './draining.ts'
import type { EslEvent } from './event.ts'
import { createExpectations } from './expectations.ts'
import { gated } from './gate.ts'
import { isOurs, legIdIn } from './leg.ts'
import { createLegEnds } from './leg-ends.ts'
import { heartbeatIn } from './node-heartbeat.ts'
import type { EslObserver } from './observer.ts'
import { type OrderContext, reasonOf } from './orders/context.ts'
import { keyPressed } from './orders/music.ts'
import { carryOut } from './orders/orders.ts'
import { createOriginating } from './originating.ts'
import { createPhoneWatch, PHONE_EVENTS } from './phone-watch.ts'
import { readPhones } from './phones.ts'
import { recovered } from './recovery.ts'
import { takeSnapshot } from './snapshot.ts'
import { createTerminators } from './terminators.ts'
import { FALLBACK_EVENT, TRANSLATED_EVENTS, translate } from './translate.ts'
import type { TunnelOptions, TunnelState } from './tunnel/tunnel.ts'

export interface EslSwitchOptions {
  readonly nodeId: NodeId
  readonly host: string
  readonly port: number
  readonly password: string
  /** Absolute path of a prompt, as the switch sees it. */
  readonly promptFile: (prompt: Playable) => string
  /** Absolute path of the spool of recordings, as the switch sees it; without one, orders to record are refused. */
  readonly spoolDir?: string | null
  readonly clock: Clock
  readonly metrics: EslObserver
  readonly log: Log
  /**
   * Asked before each command but those that only look or say that we are there (snapshot, heartbeat, beat): whether
   * the site is still ours. By default it always is.
   */
  readonly mayCommand?: () => boolean
  /** Pokes all the time, not only while an event is awaited that we know of: a new caller is one that we don't. */
  readonly pokeAlways?: boolean
  /** On the way to a node on another machine. */
  readonly tunnel?: TunnelOptions
  readonly onTunnel?: (state: TunnelState) => void
  readonly limits?: Partial<EslLimits>
  readonly random?: () => number
}

/** Inputs that may wait for a snapshot. A site that is busier than that takes another. */
const MAX_WAITING_INPUTS = 50_000
const BEAT_MS = 2_000
/** The node is asked with the first beat, and with each so many after it, whether it sends calls away. */
const BEATS_PER_CHECK = 5
const GATEWAY_MS = 5_000
const LONGEST_RING_MS = 120_000

export function createEslSwitch(options: EslSwitchOptions): SwitchPort {
  const { nodeId, clock, log, metrics } = options
  let listener: SwitchListener | undefined
  let phase: 'down' | 'snapshot' | 'connected' = 'down'
  /** Which log-in a snapshot belongs to; one that outlives its connection is thrown away. */
  let epoch = 0
  let waiting: RawSwitchInput[] = []
  let seen = new Set<string>()
  /** Legs of ours that were parked while the snapshot was taken, before or after they were dumped. */
  let parkedMeanwhile = new Set<LegId>()
  let gateway: string | undefined
  let closed = false
  let heartbeat: NodeHeartbeat | null = null
  let beats = 0

  const input = (one: RawSwitchInput) => {
    if (!closed) listener?.input(one)
  }
  const report = (one: RawSwitchInput) => {
    if (legEnds.holds(one)) return
    if (phase !== 'snapshot') return input(one)
    if (waiting.push(one) > MAX_WAITING_INPUTS)
      client.reconnect('too many events while the snapshot was taken')
  }

  /** Ends the pokes for what has come. */
  const settle = (came: RawSwitchInput) => {
    if (came.type === 'legAnswered' || came.type === 'legHungUp') expectations.arrived(came.legId)
    if (came.type === 'legHungUp') {
      terminators.forget(came.legId)
      silenced.delete(came.legId)
    }
    if (came.type !== 'legsBridged') return
    expectations.arrived(came.legId)
    expectations.arrived(came.withLegId)
  }

  const onEvent = (event: EslEvent) => {
    if (phase === 'down') return
    if (event.name === 'HEARTBEAT') heartbeat = heartbeatIn(event, clock.now())
    const named = phase === 'snapshot' ? legIdIn(event) : undefined
    if (named !== undefined) seen.add(named)
    const parked = event.name === 'CHANNEL_PARK' && isOurs(event) ? legIdIn(event) : undefined
    if (parked !== undefined) {
      if (phase === 'snapshot') parkedMeanwhile.add(parked)
      originating.settle(parked)
    }
    if (phones.heard(event)) return metrics.event(nodeId, event.name, 'translated')
    const translated = translate(event, nodeId, clock.now())
    if (translated !== undefined && !codecs.matters(event, translated))
      return metrics.event(nodeId, event.name, 'dropped')
    metrics.event(nodeId, event.name, translated === undefined ? 'dropped' : 'translated')
    if (translated === undefined) return
    settle(translated)
    if (originating.came(translated)) return
    if (translated.type !== 'legHungUp') report(translated)
    else if (event.name === 'CHANNEL_HANGUP') legEnds.hungUp(translated)
    else legEnds.completed(translated)
  }

  const snapshot = async (coreUuid: string) => {
    const mine = ++epoch
    phase = 'snapshot'
    waiting = []
    seen = new Set()
    parkedMeanwhile = new Set()
    client.api('global_getvar trunk_gateway', { timeoutMs: GATEWAY_MS }, (result) => {
      const name = result.type === 'ok' ? result.body.trim() : ''
      gateway = name === '' || name === 'none' ? undefined : name
    })
    const recovery = await recovered(client, () => clock.monotonic())
    if (mine !== epoch || phase !== 'snapshot') return
    if (recovery === 'unanswered')
      return client.reconnect('no snapshot: whether calls are taken up: no answer')
    if (recovery === 'late') log.warn({ nodeId }, 'the node has not said that its calls were taken up')
    const outcome = await takeSnapshot(client, nodeId, () => [...seen, ...(listener?.legs?.(nodeId) ?? [])])
    if (mine !== epoch || phase !== 'snapshot') return
    if (outcome.type === 'failed') return client.reconnect(`no snapshot: ${outcome.reason}`)
    phase = 'connected'
    log.info({ nodeId, legs: outcome.legs.length, waitedInputs: waiting.length }, 'switch connected')
    metrics.connected(nodeId, true)
    const legs = outcome.legs.map((leg) => (outcome.comingUp.has(leg.legId) ? adopted(leg) : leg))
    input({ type: 'switchConnected', nodeId, at: clock.now(), coreUuid, legs })
    for (const one of waiting.splice(0)) if (!originating.came(one)) input(one)
  }

  /** A phone that was rung over an earlier connection and isn't free yet: its answer counts once it is. */
  const adopted = (leg: RawLegSnapshot): RawLegSnapshot => {
    const { legId } = leg
    if (parkedMeanwhile.has(legId)) return leg
    originating.adopt(legId)
    if (leg.answered) originating.came({ type: 'legAnswered', nodeId, legId, at: clock.now() })
    return { ...leg, answered: false }
  }

  const onState = (state: EslState) => {
    if (state.type === 'up') {
      if (options.pokeAlways === true) expectations.always()
      snapshot(state.coreUuid ?? '').catch((fault: unknown) => {
        log.error({ nodeId, err: fault }, 'the snapshot broke')
        client.reconnect('the snapshot broke')
      })
      return
    }
    if (phase === 'down') return
    const wasConnected = phase === 'connected'
    // Somebody has hung up: told later it would be a leg that was lost, whose caller is given to the next agent.
    if (wasConnected) legEnds.tellAll()
    phase = 'down'
    waiting = []
    expectations.forget()
    originating.forget()
    codecs.forget()
    legEnds.forget()
    terminators.forgetAll()
    silenced.clear()
    draining.forget()
    phones.forget()
    heartbeat = null
    beats = 0
    if (!wasConnected) return
    metrics.connected(nodeId, false)
    input({ type: 'switchLost', nodeId, at: clock.now() })
  }

  const client = createEslClient({
    host: options.host,
    port: options.port,
    ...(options.tunnel === undefined ? {} : { tunnel: { ...options.tunnel, nodeId } }),
    ...(options.onTunnel === undefined ? {} : { onTunnel: options.onTunnel }),
    password: options.password,
    events: TRANSLATED_EVENTS,
    subclasses: [...PHONE_EVENTS, FALLBACK_EVENT],
    log,
    onEvent,
    onKey: (pressed) => {
      if (phase !== 'down') keyPressed(pressed, context)
    },
    onState,
    monotonic: () => clock.monotonic(),
    ...(options.random === undefined ? {} : { random: options.random }),
    limits: { maxPokeMs: LONGEST_RING_MS, ...options.limits },
  })
  const originating = createOriginating(report, () => clock.now())
  const expectations = createExpectations<LegId>(client.expectEvent)
  const codecs = createCodecs()
  const legEnds = createLegEnds(report, () => clock.now())
  const terminators = createTerminators()
  const silenced = new Set<LegId>()
  const ordering = gated(client, options.mayCommand ?? (() => true))
  const draining = createDraining(ordering, nodeId, log)
  const phones = createPhoneWatch({ nodeId, client: ordering, report, now: () => clock.now(), log })

  const context: OrderContext = {
    nodeId,
    switch: ordering,
    gateway: () => gateway,
    promptFile: options.promptFile,
    recordingFile: (recordingId, take) =>
      typeof options.spoolDir === 'string'
        ? join(options.spoolDir, spoolFileName(recordingId, take))
        : undefined,
    now: () => clock.now(),
    report,
    fail: ({ command, legId, token, cause }, outcome) => {
      if (closed) return
      const reason = reasonOf(outcome)
      metrics.commandFailed(nodeId, command, reason)
      log.warn({ nodeId, legId, command, reason, cause }, 'the switch did not carry out a command')
      report({ type: 'commandFailed', nodeId, legId, at: clock.now(), command, token, reason, cause })
    },
    expect: expectations.expect,
    arrived: expectations.arrived,
    originating,
    terminators,
    silenced,
    draining,
    phones,
  }

  const beat = () => {
    const began = clock.monotonic()
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the switch writes its own second there
    client.api('expand global_setvar cti_seen=${strepoch()}', { timeoutMs: BEAT_MS }, (result) => {
      if (result.type !== 'ok') log.warn({ nodeId, outcome: result.type }, 'the switch took no beat')
      if (closed || phase !== 'connected' || result.type === 'connectionLost') return
      const commandMs = result.type === 'ok' ? clock.monotonic() - began : null
      const { refusesCalls } = draining
      listener?.report?.({ nodeId, at: clock.now(), commandMs, heartbeat, refusesCalls })
    })
    if (beats++ % BEATS_PER_CHECK === 0) draining.check()
  }

  return {
    nodeId,
    start: (heard) => {
      listener = heard
      client.start()
    },
    run: (command) => carryOut(command, context),
    beat,
    phonesChanged: (forgotten) => readPhones(client, forgotten),
    get connected() {
      return phase === 'connected'
    },
    refresh: () => client.reconnect('a fresh snapshot is wanted'),
    tellAll: () => legEnds.waitNoLonger(),
    close: async () => {
      closed = true
      legEnds.forget()
      phones.forget()
      await client.close()
    },
  }
}
