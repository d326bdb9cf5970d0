/**
 * Recordings of one process: the recorder beside the switch, playback by the key service, and the watch over it. Loaded
 * when callers are looked after.
 */
import { setTimeout } from 'node:timers/promises'
import { ulid } from 'ulid'
import { createSegmentReader } from '../adapters/crypto/segment-reader.ts'
import { createSegmentSealing } from '../adapters/crypto/segment-sealing.ts'
import { keyOpener } from '../adapters/keys/key-opener.ts'
import { createKeyServiceClient, type KeyServiceClient } from '../adapters/keys/key-service-client.ts'
import type { RecordingGauges, RecordingMeter } from '../adapters/metrics/recording-metrics.ts'
import { RECORDER_ALARMS } from '../adapters/recorder/alarms.ts'
import { holdsTake } from '../adapters/recorder/holds-take.ts'
import { createRecorder, type Recorder } from '../adapters/recorder/recorder.ts'
import { checkSpool } from '../adapters/recorder/spool-check.ts'
import { lateDirectoryStore } from '../adapters/storage/late-store.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { Config } from '../config.ts'
import { type NodeId, openingIdFrom } from '../domain/ids.ts'
import type { RecordingView } from '../domain/recording/view.ts'
import type { AlarmName } from '../domain/site/alarms.ts'
import { backoffMs } from '../lib/backoff.ts'
import type { Log } from '../lib/log.ts'
import type { ApiCommand, SiteGateway } from '../runtime/gateway.ts'
import { watchKeyService } from '../runtime/key-service-watch.ts'
import { accountForMissing } from '../runtime/missing-takes.ts'
import type { KeyOpener } from '../runtime/opening-ports.ts'
import { openingsIn } from '../runtime/openings.ts'
import { createPlayback, type Playback } from '../runtime/playback.ts'
import type { Clock } from '../runtime/ports.ts'
import type { RecordingsPort } from '../runtime/recording.ts'
import { createRecordingsPort } from '../runtime/recordings-port.ts'

export interface RecordingsOptions {
  readonly config: Config
  /** Of the keys with which the key service is asked. */
  readonly passphrase: string
  readonly gateway: SiteGateway
  readonly store: Pick<Store, 'views' | 'envelopes'>
  readonly clock: Clock
  readonly meter: RecordingMeter
  readonly log: Log
  /** Whether anybody seals here: nothing is to be recorded else. Nothing said means yes. */
  readonly canRecord: (can: boolean) => void
}

export interface Recordings {
  readonly playback: Playback
  gauges(): RecordingGauges
  /** Begins to seal what the switch writes; what goes wrong becomes an alarm, and calls go on. */
  start(): Promise<void>
  close(): Promise<void>
}

const COMMAND_TIMEOUT_MS = 5_000
const SAY_AGAIN_MS = 1_000
const LOOK_FOR_MISSING_EVERY_MS = 60_000
/** The recorder's own, and those that are raised about it. */
const ALARMS_OF_RECORDING = [
  ...RECORDER_ALARMS,
  'spoolNotTmpfs',
  'recordingRefused',
] as const satisfies readonly AlarmName[]

export function createRecordings(options: RecordingsOptions): Recordings {
  const { config, gateway, store, clock, meter, log, canRecord } = options
  const { siteId, recording } = config
  const objects = lateDirectoryStore({ root: recording.storeDir })
  const client = clientOf(options)
  const closing = new AbortController()
  const [node] = config.switches
  const recordings =
    node && createRecordingsPort({ siteId, nodeId: node.nodeId, gateway, views: store.views })
  const recorder = recording.enabled && recordings ? recorderOf(options, objects, recordings) : undefined
  const playback = createPlayback({
    siteId,
    states: async (recordingId) => {
      const view = (await store.views.get(siteId, 'recording', recordingId))?.body as
        | RecordingView
        | undefined
      return view && { state: view.state, segments: view.segments.map(({ segment }) => segment) }
    },
    envelopes: store.envelopes,
    keys: client ? keyOpener(client) : NO_KEY_SERVICE,
    reader: createSegmentReader(objects),
    openings: openingsIn(gateway, siteId, COMMAND_TIMEOUT_MS),
    newOpeningId: () => openingIdFrom(ulid()),
    log,
    observe: (outcome) => meter.opening(outcome),
  })

  const tell = async (command: ApiCommand) =>
    (await gateway.dispatch(siteId, command, { timeoutMs: COMMAND_TIMEOUT_MS })).type === 'accepted'
  const alarm = (name: AlarmName, on: boolean, detail: string, nodeId: NodeId | null = null) =>
    tell(
      on ? { type: 'raiseAlarm', alarm: name, nodeId, detail } : { type: 'clearAlarm', alarm: name, nodeId },
    )
  /** Says it until the owner has heard it, or all ends. */
  const insist = async (say: () => Promise<boolean>) => {
    while (!closing.signal.aborted && !(await say()))
      await setTimeout(SAY_AGAIN_MS, undefined, { signal: closing.signal }).catch(() => undefined)
  }
  const telling: Promise<void>[] = []
  const watch =
    client &&
    watchKeyService({
      isThere: async () => (await client.state()).type === 'state',
      alarm: (away) => alarm('keyServiceAway', away, ''),
    })

  /** Until all ends: takes that left no file are accounted for, else their recordings would never be complete. */
  async function lookForMissing(): Promise<void> {
    while (!closing.signal.aborted) {
      await setTimeout(LOOK_FOR_MISSING_EVERY_MS, undefined, { signal: closing.signal }).catch(
        () => undefined,
      )
      if (closing.signal.aborted || !node || !recordings) return
      try {
        const holds = (recordingId: string, take: number) => holdsTake(recording, recordingId, take)
        const { nodeId } = node
        const missing = { siteId, nodeId, views: store.views, recordings, holds, now: () => clock.now() }
        const takes = await accountForMissing(missing)
        if (takes > 0) log.warn({ takes }, 'takes of recordings left no file, and count as empty')
      } catch (error) {
        log.error({ err: error }, 'takes that left no file could not be looked for')
      }
    }
  }

  const record = (can: boolean) => {
    const { inbound, outbound } = recording
    canRecord(can)
    telling.push(insist(() => tell({ type: 'setRecordingPolicy', enabled: can, inbound, outbound })))
  }

  /** True once it runs. What keeps it from that becomes an alarm, and calls go on. */
  async function tryToStart(recorder: Recorder, isFirst: boolean): Promise<boolean> {
    const started = await recorder.start()
    const inMemory = spoolInMemory(recording.spoolDir)
    if (inMemory !== undefined) telling.push(insist(() => alarm('spoolNotTmpfs', !inMemory, '')))
    if (started.type === 'started') {
      // An earlier try, or an earlier process, may have said so.
      telling.push(
        insist(() => alarm('storageUnavailable', false, '')),
        lookForMissing(),
      )
      if (!isFirst) record(true)
      return true
    }
    if (!isFirst) return false
    log.error({ reason: started.reason }, 'NOTHING IS RECORDED: the recorder could not be started')
    record(false)
    if (inMemory !== false || !recording.spoolMustBeTmpfs)
      telling.push(insist(() => alarm('storageUnavailable', true, 'the recorder could not be started')))
    return false
  }

  /** A disk may come late, and a predecessor may be just ending. */
  async function keepTrying(recorder: Recorder): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const pauseMs = backoffMs(failures, { firstMs: 1_000, capMs: 30_000 }, Math.random)
      await setTimeout(pauseMs, undefined, { signal: closing.signal }).catch(() => undefined)
      if (closing.signal.aborted) return
      if (await tryToStart(recorder, false)) return log.info({}, 'the recorder runs now')
    }
  }

  return {
    playback,
    gauges: () => ({ recorder: recorder?.stats(), keyServiceThere: watch?.isThere }),
    async start() {
      // One that is no longer configured is not away.
      if (!client) telling.push(insist(() => alarm('keyServiceAway', false, '')))
      if (recorder) {
        if (!(await tryToStart(recorder, true))) telling.push(keepTrying(recorder))
        return
      }
      // Nobody is left to end what an earlier recorder raised; what waits in stage and spool waits for the next one.
      for (const name of ALARMS_OF_RECORDING) {
        for (const nodeId of [null, node?.nodeId ?? null])
          telling.push(insist(() => alarm(name, false, '', nodeId)))
      }
    },
    async close() {
      closing.abort()
      await Promise.all([recorder?.close(), watch?.close()])
      await Promise.all(telling)
      playback.close()
      client?.close()
    },
  }
}

/** Undefined: there is no such folder, or it can't be looked at. */
function spoolInMemory(spoolDir: string): boolean | undefined {
  try {
    return checkSpool(spoolDir).inMemory
  } catch {
    return undefined
  }
}

const NO_KEY_SERVICE: KeyOpener = {
  open: async () => ({ type: 'unavailable', why: 'notConfigured' }),
}

function clientOf({ config, passphrase, log }: RecordingsOptions): KeyServiceClient | undefined {
  const { url, certificateFile, keyFile, authorityFile, permitKeyFile } = config.keyService
  if (url === null) return undefined
  return createKeyServiceClient({
    url,
    certificateFile,
    keyFile,
    authorityFile,
    permitKeyFile,
    passphrase,
    log,
  })
}

function recorderOf(
  { config, store, clock, meter, log }: RecordingsOptions,
  objects: Parameters<typeof createRecorder>[0]['objects'],
  recordings: RecordingsPort,
): Recorder {
  const { siteId, recording } = config
  const { spoolDir, stageDir, sealToFile, escrowFile, spoolMustBeTmpfs: mustBeTmpfs } = recording
  return createRecorder({
    siteId,
    spoolDir,
    stageDir,
    objects,
    envelopes: store.envelopes,
    recordings,
    sealing: createSegmentSealing({ sealToFile, escrowFile }),
    mustBeTmpfs,
    log,
    clock,
    observer: meter,
  })
}
