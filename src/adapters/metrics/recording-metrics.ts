/** Recordings: what isn't sealed yet, what was stored, who opened them, and whether the key service is there. */
import { Counter, Gauge, type Registry } from 'prom-client'

/** How things stand at the moment of a scrape; the recorder's own figures. */
export interface RecordingFigures {
  readonly takesOpen: number
  readonly takesWaiting: number
  readonly unsealedMs: number
  readonly sealLagMs: number
  readonly spoolBytes: number
  readonly plaintextBytes: number
}

export interface RecordingGauges {
  /** Undefined where this process records nothing. */
  readonly recorder: RecordingFigures | undefined
  /** Undefined where none is configured, or it wasn't asked yet. */
  readonly keyServiceThere: boolean | undefined
}

export interface RecordingMeter {
  segmentStored(segment: { readonly byteLength: number; readonly truncated: boolean }): void
  takeAccounted(): void
  /** A word of the recorder's closed list. */
  failed(failure: string): void
  /** How a request for sound ended: a word of playback's closed list. */
  opening(outcome: string): void
  /** Before each scrape. */
  read(gauges: RecordingGauges): void
}

export function createRecordingMeter(registry: Registry): RecordingMeter {
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers })

  const takes = new Gauge({
    name: 'cti_recording_takes',
    help: 'Takes that are being written (open), and sealed ones of which not everything is delivered (waiting)',
    labelNames: ['state'],
    registers,
  })
  const unsealed = gauge(
    'cti_recording_unsealed_seconds',
    'Audio that is not durably sealed, of the take that has most',
  )
  const lag = gauge(
    'cti_recording_seal_lag_seconds',
    'For how long the oldest unsealed byte has been waiting',
  )
  const spool = gauge('cti_recording_spool_bytes', 'Memory that the files in the spool take')
  const plaintext = gauge('cti_recording_plaintext_bytes', 'Audio that is not durably sealed, of all takes')
  const keyService = gauge(
    'cti_key_service_up',
    '1 while the key service answers; absent where there is none',
  )
  const segments = counter('cti_recording_segments_stored_total', 'Sealed segments in the store, verified', [
    'whole',
  ])
  const bytes = counter('cti_recording_stored_bytes_total', 'Bytes of the segments stored')
  const accounted = counter('cti_recording_takes_accounted_total', 'Takes of which everything is stored')
  const failures = counter('cti_recording_failures_total', 'What the recorder could not do and tries again', [
    'failure',
  ])
  const openings = counter('cti_recording_openings_total', 'Requests for sound by how they ended', [
    'outcome',
  ])

  return {
    segmentStored({ byteLength, truncated }) {
      segments.inc({ whole: truncated ? 'no' : 'yes' })
      bytes.inc(byteLength)
    },
    takeAccounted: () => accounted.inc(),
    failed: (failure) => failures.inc({ failure }),
    opening: (outcome) => openings.inc({ outcome }),
    read({ recorder, keyServiceThere }) {
      takes.set({ state: 'open' }, recorder?.takesOpen ?? 0)
      takes.set({ state: 'waiting' }, recorder?.takesWaiting ?? 0)
      unsealed.set((recorder?.unsealedMs ?? 0) / 1_000)
      lag.set((recorder?.sealLagMs ?? 0) / 1_000)
      spool.set(recorder?.spoolBytes ?? 0)
      plaintext.set(recorder?.plaintextBytes ?? 0)
      if (keyServiceThere === undefined) keyService.remove()
      else keyService.set(keyServiceThere ? 1 : 0)
    },
  }
}
