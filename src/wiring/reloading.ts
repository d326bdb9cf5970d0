/**
 * Reads a site's flows and calendars again when their files change or somebody asks, while calls go on: what is good is
 * published, a fault is told and leaves what ran.
 *
 *     watch | scan | SIGHUP | a queue changed ─▶ settled ─▶ read ─▶ publish, withdraw, alarm
 */
import { type FSWatcher, watch } from 'node:fs'
import { type Definitions, flowsOfApi, queuesOf } from '../configuration/definitions.ts'
import { differingAlarm, flowsAlarm, ownChangesOf, versionsOf } from '../configuration/flow-changes.ts'
import { filesMissing } from '../configuration/plan-files.ts'
import type { PublishedFlows } from '../configuration/published-flows.ts'
import type { SiteId } from '../domain/ids.ts'
import { planFaults } from '../domain/plan/check.ts'
import type { SiteState } from '../domain/site/state.ts'
import { type Fault, faultLine } from '../lib/fault.ts'
import type { Log } from '../lib/log.ts'
import type { FlowDesk } from '../runtime/flow-desk.ts'
import { checkFlow } from '../runtime/flow-language/check-flow.ts'
import type { ApiCommand, SiteGateway } from '../runtime/gateway.ts'
import type { Clock } from '../runtime/ports.ts'
import type { ReloadObserver, ReloadOutcome } from '../runtime/reload.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

export interface ReloadingOptions {
  readonly siteId: SiteId
  readonly definitions: Definitions
  /** What this controller's files had before; without it, all that differs is published. */
  readonly published?: PublishedFlows
  /** Of the flow files. */
  readonly directory: string
  readonly gateway: Pick<SiteGateway, 'dispatch'>
  /** The site's state while it is ours. */
  readonly state: () => SiteState | undefined
  readonly observer: ReloadObserver
  readonly clock: Clock
  readonly log: Log
  /** How long files must have been left alone; an editor writes in several steps. */
  readonly settleMs?: number
  /** Watching misses what happens on network file systems; files are looked at this often. */
  readonly scanMs?: number
}

export interface Reloading {
  readonly desk: FlowDesk
  /** Begins to watch. */
  start(): void
  /** Reads now, whether or not anything has changed. Never rejects. */
  reload(why: 'signal' | 'files' | 'asked'): Promise<ReloadOutcome>
  close(): Promise<void>
}

export function createReloading(options: ReloadingOptions): Reloading {
  const { siteId, gateway, state, observer, clock, log, directory, published } = options
  const { settleMs = 300, scanMs = 5_000 } = options
  const { seed, files } = options.definitions
  let watcher: FSWatcher | undefined
  let settling: NodeJS.Timeout | undefined
  let scanning: NodeJS.Timeout | undefined
  let seen = files.signature()
  let running: Promise<unknown> = Promise.resolve()
  let closed = false

  const tell = (command: ApiCommand) => gateway.dispatch(siteId, command, { timeoutMs: COMMAND_TIMEOUT_MS })

  async function readAll(now: SiteState, why: string): Promise<ReloadOutcome> {
    const before = files.signature()
    const read = files.read(queuesOf(now, seed), flowsOfApi(now))
    const faults: Fault[] = [...read.faults]
    // By hand: what the files say is what is wanted, whoever has published what runs.
    const { changes, differing } = ownChangesOf(now, read, why === 'signal' ? undefined : published)
    for (const change of changes) {
      const flowId = change.type === 'publishFlow' ? change.flow.id : change.flowId
      const outcome = await tell(change)
      if (outcome.type === 'notOwner' || outcome.type === 'timedOut') return 'unavailable'
      if (outcome.type === 'accepted') {
        log.info({ flowId, change: change.type }, 'a flow was changed by its file')
        continue
      }
      if (change.type === 'withdrawFlow') {
        log.warn({ flowId, why: outcome.detail }, 'a flow whose file is gone is needed still, and stays')
        continue
      }
      faults.push({ place: directory, path: flowId, message: outcome.detail })
    }
    for (const alarm of [flowsAlarm(faults), differingAlarm(differing)])
      if ((await tell(alarm)).type !== 'accepted') return 'unavailable'
    if (differing.length > 0)
      log.warn({ flows: differing }, 'this controller’s flow files say otherwise than what runs')
    published?.note(versionsOf(read), faults.length > 0)
    seen = before
    for (const fault of faults) log.error({ fault: faultLine(fault) }, 'a fault in the site’s files')
    return faults.length > 0 ? 'faults' : 'done'
  }

  async function once(why: string): Promise<ReloadOutcome> {
    let outcome: ReloadOutcome = 'unavailable'
    try {
      const now = state()
      if (now && !closed) outcome = await readAll(now, why)
    } catch (err) {
      log.error({ err }, 'the site’s files could not be read again')
    }
    if (outcome === 'unavailable') seen = ''
    observer.reloaded(outcome, clock.wall())
    log.info({ why, outcome }, 'flows and calendars were read again')
    return outcome
  }

  function reload(why: 'signal' | 'files' | 'asked'): Promise<ReloadOutcome> {
    const next = running.then(() => once(why))
    running = next
    return next
  }

  /** After the files have been left alone for a moment. */
  function soon(why: 'files' | 'asked'): void {
    if (closed) return
    clearTimeout(settling)
    settling = setTimeout(() => {
      if (why === 'asked' || files.signature() !== seen) void reload(why)
    }, settleMs)
  }

  /** Anew each time, since a directory that was put in another's place isn't watched by what watched that. */
  function arm(): void {
    watcher?.close()
    try {
      watcher = watch(directory, { persistent: false }, () => soon('files'))
      watcher.on('error', () => watcher?.close())
    } catch {
      // The scan sees what isn't watched.
      watcher = undefined
    }
  }

  return {
    desk: {
      async check(value, places) {
        const now = state()
        if (!now) return undefined
        const known = [...now.currentFlows.keys(), ...idOf(value)]
        return checkFlow(value, places, files.references(queuesOf(now, seed), known))
      },
      async ofFile(flowId) {
        const now = state()
        return now && (files.read(queuesOf(now, seed), flowsOfApi(now)).flows.get(flowId) ?? null)
      },
      async checkPlan(plan) {
        const now = state()
        if (!now) return undefined
        return [...planFaults(now, plan), ...filesMissing(files.references(queuesOf(now, seed), []), plan)]
      },
      async missingPrompts(names) {
        const now = state()
        if (!now) return undefined
        const { prompts } = files.references(queuesOf(now, seed), [])
        return names.filter((name) => prompts?.has(name) === false)
      },
      readAgain: () => soon('asked'),
    },
    start() {
      arm()
      scanning = setInterval(() => {
        if (files.signature() === seen || !state()) return
        arm()
        soon('files')
      }, scanMs)
    },
    reload,
    async close() {
      closed = true
      watcher?.close()
      clearTimeout(settling)
      clearInterval(scanning)
      await running
    },
  }
}

/** A flow may hand its callers to itself. */
function idOf(value: unknown): string[] {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
  return typeof id === 'string' ? [id] : []
}
