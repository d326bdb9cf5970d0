/** One time of owning a site: its mailbox, its switches, its deadlines and its heartbeat, wired and let go of together. */
import type { NodeId, SiteId } from '../domain/ids.ts'
import { nextDeadline } from '../domain/site/evolve.ts'
import type { ApiInput } from '../domain/site/inputs.ts'
import { callsServed, legsOn, type SiteState } from '../domain/site/state.ts'
import type { Log } from '../lib/log.ts'
import { machineTimers, type Timers } from '../lib/timers.ts'
import { Alarm } from './alarm.ts'
import { Checkpoints } from './checkpoints.ts'
import { clockAlarm } from './clock-alarm.ts'
import type { ErrandsPort } from './errands.ts'
import { createExecutor, type Executor } from './executor.ts'
import type { Fence } from './fence.ts'
import { createIntake, type IntakeOptions } from './intake.ts'
import { LOAD_LIMITS, type LoadLimits } from './load.ts'
import { createLoadMeter } from './load-meter.ts'
import { Mailbox } from './mailbox.ts'
import { HEALTH_LIMITS, type HealthLimits } from './node-health.ts'
import type { NodeReport } from './node-report.ts'
import { createNodeWatch } from './node-watch.ts'
import type { RuntimeObserver } from './observer.ts'
import type { DoorbellPort, JournalPort, PrivatePort, SiteClock, SnapshotPort } from './ports.ts'
import type { SpeechPort } from './speech.ts'
import type { LocalKeeping } from './spill.ts'
import { spillAlarm } from './spill-alarm.ts'
import type { RawSwitchInput, SwitchPort } from './switch.ts'

export interface OwningOptions extends IntakeOptions {
  readonly siteId: SiteId
  readonly controllerId: string
  /** Where other processes reach this owner. */
  readonly address: string
  readonly journal: JournalPort
  readonly privateFields: PrivatePort
  readonly errands: ErrandsPort
  readonly speech: SpeechPort
  readonly snapshots: SnapshotPort
  readonly doorbell: DoorbellPort
  /** Where facts go while the database gives no answer; without it everything waits for that. */
  readonly localJournal?: LocalKeeping | undefined
  readonly clock: SiteClock
  readonly observer: RuntimeObserver
  readonly log: Log
  /** The machine's unless told. */
  readonly timers?: Timers | undefined
  /** Uniform in [0, 1): for the pauses between attempts. */
  readonly random?: (() => number) | undefined
  /** By which nodes are judged; those of `node-health.ts` unless told. */
  readonly healthLimits?: HealthLimits
  /** By which callers are admitted; those of `load.ts` unless told. */
  readonly loadLimits?: LoadLimits
  /** How late this process comes to what is due, at the worst in the last so many milliseconds; 0 unless told. */
  readonly loopDelayMs?: (withinMs: number) => number
  /**
   * Made anew for each time of owning, which closes them. `mayCommand`: whether the site is still ours; to be asked
   * before anything is sent that isn't one of the executor's orders.
   */
  makeSwitches(mayCommand: () => boolean): readonly SwitchPort[]
  /** The first inputs of a time of owning: definitions from the seed, flows from files. */
  opening(state: SiteState): readonly ApiInput[]
}

export interface Owning {
  readonly state: SiteState
  readonly mailbox: Mailbox
  readonly switches: readonly SwitchPort[]
  /** The newest report of each node in reach. */
  readonly reports: ReadonlyMap<NodeId, NodeReport>
  /** All switches are connected, or have had their time for it and one is. */
  readonly switchesReady: boolean
  /** The site is ours: the switches are connected, the nodes hear of us, deadlines ring. */
  drive(): void
  /** Orders nothing more, and says so in the journal as the last thing. */
  release(): void
  /** Takes no more inputs, sends nothing more, lets the switches go. */
  end(): Promise<void>
}

/** How often the nodes hear that a controller is there; the dialplan falls open after 3 s without. */
const BEAT_MS = 1_000
/**
 * While inputs wait longer than this for their facts to be durable, the nodes hear of nobody: callers are kept waiting
 * by an owner that can't serve them.
 */
const STUCK_MS = 2_000
/** After a takeover deadlines wait so long for the switches' account of what happened meanwhile. */
const ACCOUNT_MS = 2_000

/** What a site is taken with. */
export interface Taking {
  readonly fence: Fence
  readonly state: SiteState
  /** Under which name its lease is held. */
  readonly holder: string
  /** Called when the mailbox has lost the site. */
  lost(why: string): void
}

/**
 * Posts `siteTaken` and the opening to a mailbox over the state; `drive` is to be called once they are durable and the
 * fence is open.
 */
export function beginOwning(options: OwningOptions, { fence, state, holder, lost }: Taking): Owning {
  const { siteId, controllerId, address, clock, log, observer, journal, doorbell } = options
  const { timers = machineTimers, random } = options
  // Deadlines were set by another process's clock, which may have been ahead of ours.
  clock.notBefore(state.lastAt)
  const switches = options.makeSwitches(() => fence.mayCommand)
  const intake = createIntake(options)
  const watch = createNodeWatch(options.healthLimits ?? HEALTH_LIMITS)
  const releasers: (() => void)[] = []

  const fromSwitch = (raw: RawSwitchInput) => {
    executor.notice(raw)
    watch.notice(raw)
    const { input, privateFields } = intake(raw)
    mailbox.post(input, privateFields)
  }
  const deadlineReached = () => mailbox.post({ type: 'deadlineReached', at: clock.now() })
  const alarm = new Alarm(clock, deadlineReached, timers)
  // Somebody may have answered in the time in which nobody looked: then a ring time that is over means nothing.
  let accounted = false
  const setAlarm = () => {
    if (accounted) alarm.set(nextDeadline(state)?.at)
  }
  const account = () => {
    accounted = true
    setAlarm()
  }
  const beat = () => {
    const isStuck = mailbox.lagMs > STUCK_MS && !mailbox.spill.spilling
    if (!fence.mayCommand || isStuck) return
    for (const node of switches) if (node.connected) node.beat()
  }
  const lookAtClock = () => {
    const told = fence.mayCommand ? clockAlarm(state, clock) : undefined
    if (told) mailbox.post(told)
  }
  const lookAtSpill = () => {
    const told = fence.mayCommand ? spillAlarm(state, mailbox.spill, clock.now()) : undefined
    if (told) mailbox.post(told)
  }
  const checkpoints = new Checkpoints(options.snapshots, log, state.pos)
  const executor: Executor = createExecutor({
    siteId,
    switches,
    fence,
    privateFields: options.privateFields,
    errands: options.errands,
    speech: options.speech,
    observer,
    timers,
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    input: fromSwitch,
    errandDone: (input, fields) => mailbox.post(input, fields),
  })
  releasers.push(() => executor.close())
  let isDriven = false
  const mailbox: Mailbox = new Mailbox({
    state,
    journal,
    clock,
    observer,
    timers,
    random,
    // The site isn't ours before its first facts are durable, and by its lease alone while the database is away.
    spilling: options.localJournal && {
      ...options.localJournal,
      mayKeep: () => isDriven && fence.leaseLive,
    },
    release: (commands) => executor.run(commands),
    appended: (pos, beganAt) => {
      fence.appended(beganAt)
      meter.appended(clock.monotonic() - beganAt)
      doorbell.ring(siteId, pos)
    },
    unconfirmed: () => {
      log.error({ siteId }, 'facts are in the journal, but its synchronous standby has not got them')
    },
    late: () => {
      log.warn({ siteId }, 'the journal was slow: orders are dropped, the switches are looked at afresh')
      for (const node of switches) node.refresh()
    },
    checkpoint: () => checkpoints.take(state),
    stateChanged: setAlarm,
    lost: (why, error) => {
      fence.drop()
      if (why !== 'conflict') log.error({ siteId, why, err: error }, 'the site is let go of')
      lost(why)
    },
  })
  const meter = createLoadMeter({
    limits: options.loadLimits ?? LOAD_LIMITS,
    loopDelayMs: options.loopDelayMs ?? (() => 0),
    lagMs: () => mailbox.lagMs,
    spill: () => mailbox.spill,
    calls: () => callsServed(state),
    reports: watch.reports,
    now: () => clock.monotonic(),
    tell: (load) => {
      if (!fence.mayCommand) return false
      if (load.level === 'busy') log.warn({ siteId, ...load }, 'routine callers hear that all is busy')
      mailbox.post({ type: 'loadChanged', at: clock.now(), ...load })
      return true
    },
    timers,
  })
  mailbox.post({ type: 'siteTaken', at: clock.now(), controllerId, address, holder })
  for (const input of options.opening(state)) mailbox.post(input)

  return {
    state,
    mailbox,
    switches,
    reports: watch.reports,
    get switchesReady() {
      return accounted && switches.some((node) => node.connected)
    },
    drive() {
      isDriven = true
      lookAtClock()
      const beating = () => {
        beat()
        lookAtClock()
        lookAtSpill()
      }
      releasers.push(timers.every(BEAT_MS, beating), timers.after(ACCOUNT_MS, account), meter.start())
      const input = (raw: RawSwitchInput) => {
        fromSwitch(raw)
        if (raw.type !== 'switchConnected') return
        // At once, not only with the next beat.
        beat()
        if (switches.every((node) => node.connected)) account()
      }
      const report = (of: NodeReport) => {
        observer.beatAnswered(of.nodeId, of.commandMs)
        const judged = watch.report(of)
        if (judged) mailbox.post(judged)
      }
      const legs = (nodeId: NodeId) => legsOn(state, nodeId)
      for (const node of switches) node.start({ input, report, legs })
    },
    release() {
      fence.drop()
      mailbox.postLast({ type: 'releaseSite', at: clock.now() })
    },
    async end() {
      for (const release of releasers.splice(0)) release()
      mailbox.close()
      accounted = false
      alarm.clear()
      await Promise.all(switches.map((node) => node.close()))
    },
  }
}
