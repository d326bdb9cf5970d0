/** One vector: everything that a reader computes on its way, so that a writer of one sees where it goes wrong. */
import { createHash } from 'node:crypto'
import { encodeHeader } from '../../../../src/adapters/crypto/ctirec1/header.ts'
import { createSealer, type RecordingHeader } from '../../../../src/adapters/crypto/ctirec1/index.ts'
import { contextOf, deriveKeys, headOf } from '../../../../src/adapters/crypto/ctirec1/keys.ts'
import { pattern } from '../ctirec1/support.ts'

export interface Vector {
  readonly file: string
  readonly header: string
  readonly dataKey: string
  readonly salt: string
  readonly context: string
  readonly derivedKey: string
  readonly baseNonce: string
  readonly commitment: string
  readonly plaintextBytes: number
  readonly plaintextSha256: string
  readonly objectBytes: number
  readonly objectSha256: string
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()

export function vectorOf(
  header: RecordingHeader,
  plaintextBytes: number,
): { vector: Vector; object: Buffer } {
  const dataKey = sha256(`data key ${header.segment}`)
  const salt = sha256(`salt ${header.segment}`).subarray(0, 24)
  const plaintext = pattern(plaintextBytes)
  const sealer = createSealer({ header, dataKey, salt })
  const object = Buffer.concat([sealer.prefix, ...sealer.push(plaintext), ...sealer.finish()])
  const context = contextOf(headOf(encodeHeader(header)))
  const keys = deriveKeys(dataKey, salt, context)
  const vector = {
    file: `segment-${header.segment}.ctirec`,
    header: encodeHeader(header).toString('utf8'),
    dataKey: dataKey.toString('hex'),
    salt: salt.toString('hex'),
    context: context.toString('hex'),
    derivedKey: keys.key.export().toString('hex'),
    baseNonce: keys.baseNonce.toString('hex'),
    commitment: keys.commitment.toString('hex'),
    plaintextBytes,
    plaintextSha256: sha256(plaintext).toString('hex'),
    objectBytes: object.length,
    objectSha256: sha256(object).toString('hex'),
  }
  return { vector, object }
}
