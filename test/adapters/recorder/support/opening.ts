/** Opens what was sealed, as the key service and a player would, by the test vectors' private key. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  openEnvelope,
  openSealed,
  parseEnvelope,
  storedSource,
} from '../../../../src/adapters/crypto/ctirec1/index.ts'
import type { ObjectStore } from '../../../../src/runtime/object-store.ts'
import type { EnvelopeRow } from '../../../../src/runtime/recording.ts'

const vector = (name: string) => fileURLToPath(new URL(`../../crypto/vectors/${name}.pem`, import.meta.url))
export const certificates = { sealToFile: vector('key-service.crt'), escrowFile: vector('escrow.crt') }

const privateKey = createPrivateKey(readFileSync(vector('key-service.key'), 'utf8'))
const keyId = new X509Certificate(readFileSync(certificates.sealToFile)).fingerprint256
  .replaceAll(':', '')
  .toLowerCase()

export interface OpenedSegment {
  readonly row: EnvelopeRow
  readonly dataKey: string
  readonly startedAt: string
  readonly plaintext: Buffer
}

export function dataKeyOf(envelope: string): Buffer {
  const parsed = parseEnvelope(envelope)
  if (parsed.type !== 'envelope') throw new Error(parsed.fault)
  const opened = openEnvelope(parsed.envelope, keyId, privateKey)
  if (opened.type !== 'unwrapped') throw new Error(opened.type)
  return opened.dataKey
}

/** Rows without an object are passed over, as the port says. */
export async function openAll(objects: ObjectStore, rows: readonly EnvelopeRow[]): Promise<OpenedSegment[]> {
  const all: OpenedSegment[] = []
  for (const row of rows) {
    if (row.object === null) continue
    const { key, byteLength, truncated, samples } = row.object
    const dataKey = dataKeyOf(row.envelope)
    const opened = await openSealed(storedSource(objects, key, byteLength), dataKey, { truncated })
    if (opened.type !== 'opened') throw new Error(`${row.segment}: ${JSON.stringify(opened)}`)
    const { header, plaintextBytes } = opened.recording
    if (header.recordingId !== row.recordingId || header.segment !== row.segment) throw new Error('header')
    if (Math.floor(plaintextBytes / 4) !== samples) throw new Error('samples')
    const read = await opened.recording.readRange(0, plaintextBytes)
    if (read.type !== 'bytes') throw new Error(read.type)
    all.push({ row, dataKey: dataKey.toString('hex'), startedAt: header.startedAt, plaintext: read.bytes })
  }
  return all
}

export function joined(segments: readonly OpenedSegment[], take: number): Buffer {
  return Buffer.concat(segments.filter(({ row }) => row.take === take).map(({ plaintext }) => plaintext))
}
