import { expect, it } from 'vitest'
import type { RecordingGauges } from '../../../src/adapters/metrics/recording-metrics.ts'
import { type OneSite, oneSite } from './one-site.ts'

const lines = async (metrics: OneSite, name: string) =>
  (await metrics.render()).split('\n').filter((line) => line.startsWith(name))

it('shows at each scrape how recordings stand, and whether the key service is there', async () => {
  let now: RecordingGauges = {
    recorder: {
      takesOpen: 3,
      takesWaiting: 1,
      unsealedMs: 1_250,
      sealLagMs: 900,
      spoolBytes: 65_536,
      plaintextBytes: 40_000,
    },
    keyServiceThere: undefined,
  }
  const metrics = oneSite({ recordings: () => now })
  expect(await lines(metrics, 'cti_recording_takes{')).toEqual([
    'cti_recording_takes{state="open"} 3',
    'cti_recording_takes{state="waiting"} 1',
  ])
  expect(await lines(metrics, 'cti_recording_unsealed_seconds')).toEqual([
    'cti_recording_unsealed_seconds 1.25',
  ])
  expect(await lines(metrics, 'cti_recording_seal_lag')).toEqual(['cti_recording_seal_lag_seconds 0.9'])
  expect(await lines(metrics, 'cti_recording_spool')).toEqual(['cti_recording_spool_bytes 65536'])
  // Where none is configured there is nothing to be alarmed by.
  expect(await lines(metrics, 'cti_key_service_up')).toEqual([])
  now = { recorder: undefined, keyServiceThere: false }
  expect(await lines(metrics, 'cti_key_service_up')).toEqual(['cti_key_service_up 0'])
  expect(await lines(metrics, 'cti_recording_spool')).toEqual(['cti_recording_spool_bytes 0'])
})

it('counts segments, failures and openings in closed words', async () => {
  const metrics = oneSite()
  metrics.recordings.segmentStored({ byteLength: 100, truncated: false })
  metrics.recordings.segmentStored({ byteLength: 20, truncated: true })
  metrics.recordings.failed('objects')
  metrics.recordings.opening('opened')
  metrics.recordings.opening('unavailable')
  expect(await lines(metrics, 'cti_recording_segments_stored_total')).toEqual([
    'cti_recording_segments_stored_total{whole="yes"} 1',
    'cti_recording_segments_stored_total{whole="no"} 1',
  ])
  expect(await lines(metrics, 'cti_recording_stored_bytes_total')).toEqual([
    'cti_recording_stored_bytes_total 120',
  ])
  expect(await lines(metrics, 'cti_recording_failures_total')).toEqual([
    'cti_recording_failures_total{failure="objects"} 1',
  ])
  expect(await lines(metrics, 'cti_recording_openings_total')).toHaveLength(2)
})

it('forgets webhooks that are gone, and shows how far each is behind', async () => {
  const metrics = oneSite()
  const standing = { waiting: 2, behindSince: 1_000, deadLetters: 1 }
  metrics.webhooks.standings([{ webhookId: 'webhook_a', ...standing }], 61_000)
  expect(await lines(metrics, 'cti_webhook_lag_seconds')).toEqual([
    'cti_webhook_lag_seconds{webhook="webhook_a"} 60',
  ])
  const idle = { waiting: 0, behindSince: null, deadLetters: 0 }
  metrics.webhooks.standings([{ webhookId: 'webhook_b', ...idle }], 62_000)
  expect(await lines(metrics, 'cti_webhook_lag_seconds')).toEqual([
    'cti_webhook_lag_seconds{webhook="webhook_b"} 0',
  ])
  metrics.webhooks.tried('webhook_b', 'timedOut', 10_000)
  expect(await lines(metrics, 'cti_webhook_tries_total')).toEqual([
    'cti_webhook_tries_total{webhook="webhook_b",outcome="timedOut"} 1',
  ])
})
