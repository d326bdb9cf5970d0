/**
 * The sealing port over CTIREC1: a fresh data key for each segment, wrapped to the key service's certificate and to the
 * escrow's. The data key itself never leaves this file.
 */
import { stat } from 'node:fs/promises'
import { readSmallFile } from '../../lib/small-file.ts'
import type { SealingPort, SegmentSealing } from '../../runtime/recording.ts'
import {
  certificateKeyId,
  createDataKey,
  createEnvelope,
  createSealer,
  encodeEnvelope,
  keepableLength,
  plaintextLength,
  SUITE,
} from './ctirec1/index.ts'

export interface SegmentSealingOptions {
  /** The key service's certificate, PEM. Both files are read again when they have changed. */
  readonly sealToFile: string
  /** The escrow's. */
  readonly escrowFile: string
}

/** Of a file with a certificate to seal to. */
export const MAX_CERTIFICATE_BYTES = 64 * 1_024

interface Certificates {
  readonly type: 'certificates'
  readonly keyService: string
  readonly escrow: string
  readonly keyId: string
}

interface Unavailable {
  readonly type: 'unavailable'
  readonly reason: string
}

/** Never throws for what is in the files: `begin` answers `unavailable` until they are mended. */
export function createSegmentSealing({ sealToFile, escrowFile }: SegmentSealingOptions): SealingPort {
  let read: { readonly stamp: string; readonly certificates: Certificates } | undefined

  async function certificates(): Promise<Certificates | Unavailable> {
    const stamp = `${await stampOf(sealToFile)} ${await stampOf(escrowFile)}`
    if (read?.stamp === stamp) return read.certificates
    const found = readCertificates(sealToFile, escrowFile)
    // A file that is being replaced may be there in half: what isn't in order is looked at again the next time.
    read = found.type === 'certificates' ? { stamp, certificates: found } : undefined
    return found
  }

  return {
    async begin(segment) {
      const to = await certificates()
      if (to.type !== 'certificates') return to
      const dataKey = createDataKey()
      try {
        const made = createEnvelope({
          recordingId: segment.recordingId,
          segment: segment.segment,
          dataKey,
          keyServiceCertificatePem: to.keyService,
          escrowCertificatePem: to.escrow,
        })
        if (made.type === 'sameCertificate')
          return { type: 'unavailable', reason: 'both certificates are one and the same' }
        if (made.type === 'badCertificate')
          return { type: 'unavailable', reason: `${made.holder}: ${made.reason}` }
        const sealer = createSealer({
          dataKey,
          header: {
            suite: SUITE,
            recordingId: segment.recordingId,
            segment: segment.segment,
            codec: 'pcm_s16le',
            rate: 8_000,
            channels: 2,
            startedAt: segment.startedAt,
            keyId: to.keyId,
          },
        })
        const sealing: SegmentSealing = {
          envelope: encodeEnvelope(made.envelope),
          prefix: sealer.prefix,
          get sealedBytes() {
            return sealer.sealedBytes
          },
          push: sealer.push,
          finish: sealer.finish,
          discard: sealer.discard,
        }
        return { type: 'sealing', sealing }
      } finally {
        dataKey.fill(0)
      }
    },

    keepable: keepableLength,

    whole(prefixBytes, byteLength) {
      const plaintextBytes = plaintextLength(byteLength - prefixBytes)
      return plaintextBytes === undefined ? undefined : { byteLength, plaintextBytes }
    },
  }
}

function readCertificates(sealToFile: string, escrowFile: string): Certificates | Unavailable {
  const keyService = readSmallFile(sealToFile, MAX_CERTIFICATE_BYTES)
  // The file's name stays out: reasons go to the journal's alarms.
  if (!keyService.ok) return { type: 'unavailable', reason: "keyService: can't be read" }
  const escrow = readSmallFile(escrowFile, MAX_CERTIFICATE_BYTES)
  if (!escrow.ok) return { type: 'unavailable', reason: "escrow: can't be read" }
  const keyId = certificateKeyId(keyService.text)
  if (keyId.type !== 'keyId') return { type: 'unavailable', reason: `keyService: ${keyId.reason}` }
  return { type: 'certificates', keyService: keyService.text, escrow: escrow.text, keyId: keyId.keyId }
}

/** Changes whenever the file does; the same text for each moment at which it isn't there. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
    return `${ino}.${size}.${mtimeNs}.${ctimeNs}`
  } catch {
    return 'none'
  }
}
