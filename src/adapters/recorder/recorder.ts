/**
 * The recorder: finds what the switch writes into the spool, seals it as it grows, delivers it, removes the plaintext.
 * It knows nothing of calls: the site's owner says of each take whether it goes on.
 */
import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { withDeadline } from '../../lib/deadline.ts'
import type { Log } from '../../lib/log.ts'
import { takeProcessLock } from '../../lib/process-lock.ts'
import type { ObjectStore } from '../../runtime/object-store.ts'
import type { Clock } from '../../runtime/ports.ts'
import {
  type EnvelopesPort,
  type LiveListener,
  parseSpoolFileName,
  type RecordingsPort,
  type SealingPort,
  spoolFileName,
} from '../../runtime/recording.ts'
import { createAlarms } from './alarms.ts'
import { Delivery } from './delivery.ts'
import type { RecorderParts } from './deps.ts'
import { diskFaultOf } from './disk.ts'
import { createEraser } from './eraser.ts'
import { createSyncGate, type Gate } from './gate.ts'
import { createListeners } from './listeners.ts'
import { type RecorderObserver, type RecorderStats, unobservedRecorder } from './observer.ts'
import { type Part, partOf } from './part.ts'
import { checkSpool, freeShare } from './spool-check.ts'
import { BYTES_PER_MS } from './spool-file.ts'
import { CONFLICTS, Stage, takeOf } from './stage.ts'
import { Take } from './take.ts'

export interface RecorderOptions {
  readonly siteId: string
  /** Where the switch writes; made when it isn't there. */
  readonly spoolDir: string
  /** On a disk; made when it isn't there. One recorder at a time has it. */
  readonly stageDir: string
  readonly objects: ObjectStore
  readonly envelopes: EnvelopesPort
  readonly recordings: RecordingsPort
  readonly sealing: SealingPort
  /** Common to the recorders of one process. */
  readonly syncing?: Gate
  /** Without it a spool on a disk is only warned of. */
  readonly mustBeTmpfs: boolean
  readonly log: Log
  readonly clock: Clock
  readonly observer?: RecorderObserver
  readonly listeners?: readonly LiveListener[]
}

export type RecorderStart =
  | { readonly type: 'started' }
  /** A sentence, for whoever configured it. */
  | { readonly type: 'fault'; readonly reason: string }

export interface Recorder {
  /** Takes up what an earlier process left, then follows the spool. */
  start(): Promise<RecorderStart>
  /** Ends the segments at hand; what isn't delivered waits in the stage for the next process. */
  close(): Promise<void>
  /** Hears what is recorded from now on; returns how to stop. */
  listen(listener: LiveListener): () => void
  stats(): RecorderStats
}

/** Each take is looked at this often. inotify would wake the process 50 times a second for each call. */
const LOOK_EVERY_MS = 200
/** The takes' turns are spread over the time between, so that 1,000 of them don't hold up the calls all at once. */
const SLICES = 4
const ROOM_EVERY_MS = 5_000
const CONFLICTS_EVERY_MS = 5_000
const LEAST_FREE_SHARE = 0.1
const DELIVERIES_AT_ONCE = 4
const READ_BYTES = 64 * 1_024
const CLOSE_TIMEOUT_MS = 10_000

interface Followed {
  readonly take: Take
  readonly delivery: Delivery
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { spoolDir, stageDir, log, clock, recordings } = options
  const stage = new Stage(stageDir)
  const alarms = createAlarms(recordings, log)
  const listeners = createListeners(options.listeners ?? [], log)
  const deps: RecorderParts = {
    ...options,
    stage,
    alarms,
    listeners,
    eraser: createEraser(),
    syncing: options.syncing ?? createSyncGate(),
    readBuffer: Buffer.allocUnsafeSlow(READ_BYTES),
    observer: options.observer ?? unobservedRecorder,
  }
  const takes = new Map<string, Followed>()
  const closing = new AbortController()
  const working = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let takingUp: Promise<void> | undefined
  let release = () => {}
  let [slice, delivering, spoolReadable] = [0, 0, true]
  let [roomLookedAt, conflictsLookedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]

  function follow(recordingId: string, take: number, parts: Part[] = []): void {
    const followed = new Take(deps, recordingId, take, parts)
    takes.set(followed.key, { take: followed, delivery: new Delivery(followed, deps, closing.signal) })
  }

  /** What an earlier process left in the stage. */
  async function takeUp(): Promise<void> {
    const left = new Map<string, Part[]>()
    const putAside = (segment: object) => {
      deps.observer.failed('stage')
      log.error(segment, 'a staged segment says nothing of itself: it was put aside')
    }
    for await (const segment of stage.left(putAside)) {
      const key = spoolFileName(segment.begin.recordingId, takeOf(segment.begin.segment))
      left.set(key, [...(left.get(key) ?? []), partOf(segment)])
    }
    for (const [key, parts] of left) {
      const found = parseSpoolFileName(key)
      if (found !== undefined) follow(found.recordingId, found.take, parts)
    }
  }

  function lookForFiles(): void {
    try {
      for (const name of readdirSync(spoolDir)) {
        const found = takes.has(name) ? undefined : parseSpoolFileName(name)
        if (found !== undefined) follow(found.recordingId, found.take)
      }
      spoolReadable = true
    } catch (error) {
      const fault = diskFaultOf(error)
      if (fault === undefined) throw error
      deps.observer.failed('spool')
      if (spoolReadable) log.error({ code: fault.code }, "the spool can't be read")
      spoolReadable = false
    }
  }

  function lookAtRoom(): void {
    if (clock.monotonic() - roomLookedAt < ROOM_EVERY_MS) return
    roomLookedAt = clock.monotonic()
    try {
      alarms.set('spoolFull', 'spool', freeShare(spoolDir) < LEAST_FREE_SHARE)
    } catch {
      // `lookForFiles` has said that it can't be read.
    }
  }

  /** Lasts until somebody has looked at them, and taken them away. */
  function lookAtConflicts(): void {
    if (clock.monotonic() - conflictsLookedAt < CONFLICTS_EVERY_MS) return
    conflictsLookedAt = clock.monotonic()
    const kept = stage.conflicts()
    const detail = `in ${CONFLICTS} of the stage: ${kept.slice(0, 3).join(', ')}${kept.length > 3 ? ' …' : ''}`
    alarms.set('segmentConflict', 'kept', kept.length > 0, detail)
  }

  /** Its work is waited for at the end; none of it rejects. */
  function keep(work: Promise<void>): void {
    working.add(work)
    void work.finally(() => working.delete(work))
  }

  function deliver(): void {
    for (const { delivery } of takes.values()) {
      if (delivering >= DELIVERIES_AT_ONCE) return
      if (!delivery.due) continue
      delivering += 1
      keep(
        delivery.run().finally(() => {
          delivering -= 1
        }),
      )
    }
  }

  function turn(): void {
    if (slice === 0) {
      lookForFiles()
      lookAtRoom()
      lookAtConflicts()
      keep(alarms.report())
    }
    let n = 0
    for (const [key, { take, delivery }] of takes) {
      if (delivery.removed) takes.delete(key)
      else if (n % SLICES === slice) keep(take.step())
      n += 1
    }
    deliver()
    slice = (slice + 1) % SLICES
  }

  function loop(): void {
    timer = setTimeout(() => {
      turn()
      loop()
    }, LOOK_EVERY_MS / SLICES)
  }

  return {
    async start() {
      const prepared = prepare(options)
      if (prepared.type === 'fault') return prepared
      release = prepared.release
      try {
        takingUp = takeUp()
        await takingUp
      } catch (error) {
        release()
        const fault = diskFaultOf(error)
        if (fault === undefined) throw error
        return { type: 'fault', reason: `the stage can't be read: ${fault.code}` }
      }
      if (!closing.signal.aborted) {
        turn()
        loop()
      }
      return { type: 'started' }
    },

    async close() {
      clearTimeout(timer)
      closing.abort()
      const end = async () => {
        await takingUp?.catch(() => undefined)
        await Promise.all([...takes.values()].map(({ take }) => take.close()))
        await Promise.all(working)
      }
      const ended = await withDeadline(end(), { timeoutMs: CLOSE_TIMEOUT_MS })
      if (ended.type !== 'value') log.warn({}, 'the recorder ends without having ended its segments')
      release()
    },

    listen: (listener) => listeners.add(listener),
    stats: () => statsOf(takes.values()),
  }
}

type Prepared =
  | { readonly type: 'prepared'; readonly release: () => void }
  | { readonly type: 'fault'; readonly reason: string }

/** The folders, whether the spool is memory, and that no other recorder has the stage. */
function prepare({ spoolDir, stageDir, mustBeTmpfs, log }: RecorderOptions): Prepared {
  try {
    // The switch is of the same group, whatever this process's umask says; its files are to be the group's as well.
    if (mkdirSync(spoolDir, { recursive: true }) !== undefined) chmodSync(spoolDir, 0o2770)
    mkdirSync(stageDir, { recursive: true, mode: 0o700 })
    const { inMemory, mayBeSwapped } = checkSpool(spoolDir)
    if (!inMemory && mustBeTmpfs)
      return { type: 'fault', reason: `${spoolDir} is no tmpfs: recordings would lie on a disk in clear` }
    if (!inMemory)
      log.warn({}, 'THE SPOOL IS NO TMPFS: recordings touch a disk in clear before they are sealed')
    if (mayBeSwapped)
      log.warn(
        {},
        'the host has swap: mount the spool with noswap, or recordings may reach the disk in clear',
      )
  } catch (error) {
    const fault = diskFaultOf(error)
    if (fault === undefined) throw error
    return { type: 'fault', reason: `the spool or the stage can't be made: ${fault.code}` }
  }
  const lock = takeProcessLock(join(stageDir, '.recorder'))
  if (lock.type === 'taken') return { type: 'prepared', release: lock.release }
  const reason = lock.type === 'held' ? `another recorder has ${stageDir} (process ${lock.pid})` : lock.reason
  return { type: 'fault', reason }
}

function statsOf(followed: Iterable<Followed>): RecorderStats {
  const sum = { takesOpen: 0, takesWaiting: 0, unsealedMs: 0, sealLagMs: 0, spoolBytes: 0, plaintextBytes: 0 }
  for (const { take } of followed) {
    if (take.sealed) {
      sum.takesWaiting += 1
      continue
    }
    const { unsealedBytes, lagMs, allocatedBytes } = take.stats()
    sum.takesOpen += 1
    sum.unsealedMs = Math.max(sum.unsealedMs, Math.round(unsealedBytes / BYTES_PER_MS))
    sum.sealLagMs = Math.max(sum.sealLagMs, lagMs)
    sum.spoolBytes += allocatedBytes
    sum.plaintextBytes += unsealedBytes
  }
  return sum
}
