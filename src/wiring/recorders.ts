/** The recorders of one process: one for each switch whose spool is here, and for what former ones have left. */

import type { RecordingMeter } from '../adapters/metrics/recording-metrics.ts'
import { RECORDER_ALARMS } from '../adapters/recorder/alarms.ts'
import { createSyncGate } from '../adapters/recorder/gate.ts'
import { holdsTake } from '../adapters/recorder/holds-take.ts'
import type { RecorderStats } from '../adapters/recorder/observer.ts'
import { createRecorder, type RecorderOptions } from '../adapters/recorder/recorder.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { Config } from '../config.ts'
import type { NodeId } from '../domain/ids.ts'
import type { AlarmName } from '../domain/site/alarms.ts'
import type { Log } from '../lib/log.ts'
import { pause } from '../lib/pause.ts'
import type { ApiCommand, SiteGateway } from '../runtime/gateway.ts'
import { accountForMissing } from '../runtime/missing-takes.ts'
import type { Clock } from '../runtime/ports.ts'
import { createRecordingsPort } from '../runtime/recordings-port.ts'
import { createNodeRecorder, type NodeRecorder } from './node-recorder.ts'
import { abandonedPlaces, configuredPlaces, type RecorderPlace } from './recorder-places.ts'
import { createRecordingAlarms } from './recording-alarms.ts'

export interface RecordersOptions {
  readonly config: Config
  readonly gateway: SiteGateway
  readonly store: Pick<Store, 'views' | 'envelopes'>
  readonly objects: RecorderOptions['objects']
  readonly sealing: RecorderOptions['sealing']
  readonly clock: Clock
  readonly meter: RecordingMeter
  readonly log: Log
  /** Says it to the site's owner until it is heard, each time as it is then. */
  readonly insist: (say: () => ApiCommand) => void
  /** Whether what a node writes is sealed. */
  readonly seals: (nodeId: NodeId, does: boolean) => void
  /** How often takes that left no file are looked for. */
  readonly lookEveryMs?: number
}

export interface Recorders {
  /** Of all together; undefined where this process records nothing. */
  stats(): RecorderStats | undefined
  /** Resolves after the first try of each; what keeps one from running concerns no other. */
  start(): Promise<void>
  close(): Promise<void>
}

const LOOK_FOR_MISSING_EVERY_MS = 60_000
/** The recorder's own, and those that are raised about it. */
const ALARMS_OF_RECORDERS = [...RECORDER_ALARMS, 'spoolNotTmpfs'] as const satisfies readonly AlarmName[]

export function createRecorders(options: RecordersOptions): Recorders {
  const { config, gateway, store, objects, sealing, clock, meter, log, insist, seals } = options
  const { lookEveryMs = LOOK_FOR_MISSING_EVERY_MS } = options
  const { siteId, recording, switches } = config
  const alarms = createRecordingAlarms()
  const closing = new AbortController()
  const syncing = createSyncGate()
  const working: NodeRecorder[] = []
  let looking: Promise<void> | undefined

  function recorderAt(place: RecorderPlace, isConfigured: boolean): NodeRecorder {
    const { nodeId, spoolDir, stageDir } = place
    const port = createRecordingsPort({ siteId, nodeId, gateway, views: store.views })
    const ownLog = withNode(log, nodeId)
    const recorder = createRecorder({
      siteId,
      spoolDir,
      stageDir,
      objects,
      envelopes: store.envelopes,
      recordings: {
        ...port,
        async alarm(name, on, detail) {
          alarms.hold(name, nodeId, `recorder at ${stageDir}`, on, detail)
          const now = alarms.now(name, nodeId)
          return now.type === 'raiseAlarm' ? port.alarm(name, true, now.detail) : port.alarm(name, false, '')
        },
      },
      sealing,
      syncing,
      mustBeTmpfs: recording.spoolMustBeTmpfs,
      log: ownLog,
      clock,
      observer: meter,
    })
    return createNodeRecorder({
      place,
      recorder,
      mustBeTmpfs: recording.spoolMustBeTmpfs,
      alarm(name, on, detail) {
        alarms.hold(name, nodeId, `start at ${stageDir}`, on, detail)
        insist(() => alarms.now(name, nodeId))
      },
      seals: (does) => {
        if (isConfigured && nodeId !== null) seals(nodeId, does)
      },
      closing: closing.signal,
      log: ownLog,
    })
  }

  /** Until all ends: takes that left no file are accounted for, else their recordings would never be complete. */
  async function lookForMissing(): Promise<void> {
    while (!closing.signal.aborted) {
      await pause(lookEveryMs, closing.signal)
      if (closing.signal.aborted) return
      try {
        await account()
      } catch (error) {
        log.error({ err: error }, 'takes that left no file could not be looked for')
      }
    }
  }

  async function account(): Promise<void> {
    // Of several processes with recorders each may name its own switches only.
    const nodes = await gateway.nodes(siteId)
    if (!nodes) return
    const elsewhere = new Set(
      nodes.map(({ view }) => view.nodeId).filter((id) => !switches.some((one) => one.nodeId === id)),
    )
    // Where files of a node's takes may lie: its own places, and those of which nobody knows any more whose they were.
    const placesOf = (nodeId: string) =>
      working.filter(({ place }) => place.nodeId === nodeId || place.nodeId === null)
    const recordings = createRecordingsPort({ siteId, nodeId: null, gateway, views: store.views })
    const takes = await accountForMissing({
      siteId,
      // Whose recorder doesn't run yet may have a spool that can't be looked into; a node that was taken out of the
      // configuration has no more places than those that were found.
      isKnown: (nodeId) =>
        !elsewhere.has(nodeId) &&
        switches.find((one) => one.nodeId === nodeId)?.spoolDir !== null &&
        placesOf(nodeId).every(({ runs }) => runs),
      views: store.views,
      recordings,
      envelopes: store.envelopes,
      async holds(recordingId, take, nodeId) {
        for (const { place } of placesOf(nodeId)) if (await holdsTake(place, recordingId, take)) return true
        return false
      },
      now: () => clock.now(),
    })
    if (takes > 0) log.warn({ takes }, 'takes of recordings left no file: they count by what is in the store')
  }

  return {
    stats: () => (recording.enabled ? sumOf(working.map(({ recorder }) => recorder.stats())) : undefined),
    async start() {
      const nodeIds = [null, ...switches.map(({ nodeId }) => nodeId)]
      if (!recording.enabled) {
        // Nobody is left to end what earlier recorders raised; what waits in stage and spool waits for the next ones.
        for (const name of [...ALARMS_OF_RECORDERS, 'recordingRefused'] as const)
          for (const nodeId of nodeIds) insist(() => alarms.now(name, nodeId))
        return
      }
      const configured = configuredPlaces(config)
      const abandoned = abandonedPlaces(config)
      for (const { nodeId } of abandoned)
        log.warn(
          { nodeId },
          'recordings lie where no switch of the configuration writes: they are sealed too',
        )
      working.push(
        ...configured.map((place) => recorderAt(place, true)),
        ...abandoned.map((place) => recorderAt(place, false)),
      )
      // Raised by one that is no more, or by a process that didn't name nodes; whoever works tells the rest himself.
      const told = new Set(working.map(({ place }) => place.nodeId))
      for (const nodeId of nodeIds.filter((id) => !told.has(id)))
        for (const name of ALARMS_OF_RECORDERS) insist(() => alarms.now(name, nodeId))
      await Promise.all(working.map((one) => one.start()))
      looking = lookForMissing()
    },
    async close() {
      closing.abort()
      await Promise.all(working.map((one) => one.close()))
      await looking
    },
  }
}

/** The worst of one take where a figure is of one take, else the sum. */
function sumOf(all: readonly RecorderStats[]): RecorderStats {
  const sum = { takesOpen: 0, takesWaiting: 0, unsealedMs: 0, sealLagMs: 0, spoolBytes: 0, plaintextBytes: 0 }
  for (const one of all) {
    sum.takesOpen += one.takesOpen
    sum.takesWaiting += one.takesWaiting
    sum.unsealedMs = Math.max(sum.unsealedMs, one.unsealedMs)
    sum.sealLagMs = Math.max(sum.sealLagMs, one.sealLagMs)
    sum.spoolBytes += one.spoolBytes
    sum.plaintextBytes += one.plaintextBytes
  }
  return sum
}

function withNode(log: Log, nodeId: NodeId | null): Log {
  return {
    debug: (about, message) => log.debug({ nodeId, ...about }, message),
    info: (about, message) => log.info({ nodeId, ...about }, message),
    warn: (about, message) => log.warn({ nodeId, ...about }, message),
    error: (about, message) => log.error({ nodeId, ...about }, message),
  }
}
