/** Recordings sealed as the recorder seals them, in a directory store, with their envelopes kept in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSegmentSealing } from '../../../src/adapters/crypto/segment-sealing.ts'
import { openDirectoryStore } from '../../../src/adapters/storage/directory-store.ts'
import type { ObjectStore } from '../../../src/runtime/object-store.ts'
import type { EnvelopeRow } from '../../../src/runtime/recording.ts'

export interface SealedRecordings {
  readonly objects: ObjectStore
  /** Byte offsets of what was read from the store, by object key. */
  readonly reads: { readonly key: string; readonly from: number; readonly to: number }[]
  /** What `EnvelopesPort.list` gives. */
  rows(recordingId: string): EnvelopeRow[]
  /** `truncated`: without its final chunk, as after its recorder's death; only whole chunks of `pcm` are kept. */
  seal(recordingId: string, segment: number, pcm: Buffer, options?: { truncated?: boolean }): Promise<void>
  close(): void
}

const STARTED_AT = '2026-03-02T08:00:00.000Z'
const CHUNK_BYTES = 16_384

export async function sealedRecordings(to: {
  readonly sealToFile: string
  readonly escrowFile: string
}): Promise<SealedRecordings> {
  const root = mkdtempSync(join(tmpdir(), 'cti-sealed-'))
  const opening = await openDirectoryStore({ root })
  if (opening.type !== 'opened') throw new Error(opening.reason)
  const { store } = opening
  const sealing = createSegmentSealing(to)
  const all: EnvelopeRow[] = []
  const reads: { key: string; from: number; to: number }[] = []
  return {
    objects: {
      ...store,
      getRange(key, from, to) {
        reads.push({ key, from, to })
        return store.getRange(key, from, to)
      },
    },
    reads,
    rows: (recordingId) =>
      all.filter((row) => row.recordingId === recordingId).sort((a, b) => a.segment - b.segment),
    async seal(recordingId, segment, pcm, { truncated = false } = {}) {
      const begun = await sealing.begin({ recordingId, segment, startedAt: STARTED_AT })
      if (begun.type !== 'sealing') throw new Error(begun.reason)
      const { envelope, prefix, push, finish } = begun.sealing
      const kept = truncated ? pcm.subarray(0, pcm.length - (pcm.length % CHUNK_BYTES)) : pcm
      const chunks = push(kept)
      const last = truncated ? [] : finish()
      const key = `${recordingId}/${segment}.ctirec`
      const put = await store.put(key, [prefix, ...chunks, ...last], { signal: AbortSignal.timeout(10_000) })
      if (put.type !== 'stored') throw new Error(put.type)
      const { byteLength, sha256 } = put
      const object = { key, byteLength, sha256, samples: kept.length / 4, truncated }
      const take = Math.floor(segment / 1_000)
      all.push({ siteId: 'site_main', recordingId, segment, take, envelope, startedAt: STARTED_AT, object })
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  }
}
