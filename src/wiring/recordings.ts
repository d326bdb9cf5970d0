/**
 * Recordings of one process: a recorder beside each switch whose spool is here, playback by the key service, and the
 * watch over it. Loaded when callers are looked after.
 */

import { createHash } from 'node:crypto'
import { ulid } from 'ulid'
import { createSegmentReader } from '../adapters/crypto/segment-reader.ts'
import { createSegmentSealing } from '../adapters/crypto/segment-sealing.ts'
import { keyOpener } from '../adapters/keys/key-opener.ts'
import { createKeyServiceClient, type KeyServiceClient } from '../adapters/keys/key-service-client.ts'
import type { RecordingGauges, RecordingMeter } from '../adapters/metrics/recording-metrics.ts'
import { lateDirectoryStore } from '../adapters/storage/late-store.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { Config } from '../config.ts'
import { type NodeId, openingIdFrom } from '../domain/ids.ts'
import type { RecordingView } from '../domain/recording/view.ts'
import type { Log } from '../lib/log.ts'
import { pause } from '../lib/pause.ts'
import type { ApiCommand, SiteGateway } from '../runtime/gateway.ts'
import { watchKeyService } from '../runtime/key-service-watch.ts'
import type { KeyOpener } from '../runtime/opening-ports.ts'
import { openingsIn } from '../runtime/openings.ts'
import { createPlayback, type Playback } from '../runtime/playback.ts'
import type { Clock } from '../runtime/ports.ts'
import { createRecorders } from './recorders.ts'
import { COMMAND_TIMEOUT_MS } from './timeouts.ts'

export interface RecordingsOptions {
  readonly config: Config
  /** Of the keys with which the key service is asked. */
  readonly passphrase: string
  readonly gateway: SiteGateway
  readonly store: Pick<Store, 'views' | 'envelopes'>
  readonly clock: Clock
  readonly meter: RecordingMeter
  readonly log: Log
  /** Whether this process seals what switches write, and whether recordings are opened here; both unless told. */
  readonly does?: { readonly records: boolean; readonly plays: boolean }
  /** Nodes beside which nobody seals though somebody should, so that nothing is to be recorded there; kept up to date. */
  readonly unrecorded: Set<NodeId>
  /** How often takes that left no file are looked for. */
  readonly lookEveryMs?: number
}

export interface Recordings {
  readonly playback: Playback
  gauges(): RecordingGauges
  /** Begins to seal what the switches write; what goes wrong becomes an alarm, and calls go on. */
  start(): Promise<void>
  close(): Promise<void>
}

const SAY_AGAIN_MS = 1_000

export function createRecordings(options: RecordingsOptions): Recordings {
  const { config, gateway, store, clock, meter, log, unrecorded } = options
  const { siteId, recording } = config
  const objects = lateDirectoryStore({ root: recording.storeDir })
  const { records, plays } = options.does ?? { records: true, plays: true }
  const client = plays ? clientOf(options) : undefined
  const closing = new AbortController()
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
  const telling = new Set<Promise<void>>()
  /** Says it until the owner has heard it, or all ends; each time as it is then. */
  const insist = (say: () => ApiCommand) => {
    const saying = (async () => {
      while (!closing.signal.aborted && !(await tell(say()))) await pause(SAY_AGAIN_MS, closing.signal)
    })()
    telling.add(saying)
    void saying.finally(() => telling.delete(saying))
  }
  const keyServiceAway = (away: boolean) =>
    away
      ? ({ type: 'raiseAlarm', alarm: 'keyServiceAway', nodeId: null, detail: '' } as const)
      : ({ type: 'clearAlarm', alarm: 'keyServiceAway', nodeId: null } as const)
  const watch =
    client &&
    watchKeyService({
      isThere: async () => (await client.state()).type === 'state',
      alarm: (away) => tell(keyServiceAway(away)),
    })
  const recorders = createRecorders({
    config,
    gateway,
    store,
    objects,
    sealing: createSegmentSealing(recording),
    clock,
    meter,
    log,
    insist,
    ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
    seals(nodeId, does) {
      if (does) unrecorded.delete(nodeId)
      else unrecorded.add(nodeId)
      const by = recorderName(config)
      insist(() => ({ type: 'noteRecorder', nodeId, by, seals: !unrecorded.has(nodeId) }))
    },
  })

  return {
    playback,
    gauges: () => ({ recorder: records ? recorders.stats() : undefined, keyServiceThere: watch?.isThere }),
    async start() {
      // One that is no longer configured is not away.
      if (plays && !client) insist(() => keyServiceAway(false))
      if (records) await recorders.start()
    },
    async close() {
      closing.abort()
      await Promise.all([recorders.close(), watch?.close()])
      await Promise.all(telling)
      playback.close()
      client?.close()
    },
  }
}

/** The same after a restart, and another one's for each stage: a second process there can't start a recorder. */
function recorderName({ controllerId, recording }: Config): string {
  return `${controllerId}:${createHash('sha256').update(recording.stageDir).digest('hex').slice(0, 8)}`
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
