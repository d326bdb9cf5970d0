/**
 * Makes the vectors of the format anew: `npx tsx test/adapters/crypto/vectors/make-vectors.ts`. Keys and salts are
 * fixed, so that the same bytes come out; only the envelope, whose wrapping is random, is kept when it is there.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createEnvelope, encodeEnvelope } from '../../../../src/adapters/crypto/ctirec1/index.ts'
import { header } from '../ctirec1/support.ts'
import { type Vector, vectorOf } from './vector.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

function certificate(name: string): string {
  const [key, pem] = [here(`${name}.key.pem`), here(`${name}.crt.pem`)]
  if (!existsSync(pem))
    execFileSync('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '36500', '-subj', `/CN=vector ${name}`],
      ...['-keyout', key, '-out', pem],
    ])
  return readFileSync(pem, 'utf8')
}

const vectors: Vector[] = []
for (const [segment, plaintextBytes] of [0, 1, 16_383, 16_384, 40_000].entries()) {
  const { vector, object } = vectorOf({ ...header, segment }, plaintextBytes)
  writeFileSync(here(vector.file), object)
  vectors.push(vector)
}
writeFileSync(here('ctirec1.json'), `${JSON.stringify({ vectors }, undefined, 2)}\n`)

if (!existsSync(here('segment-1.envelope'))) {
  const made = createEnvelope({
    recordingId: header.recordingId,
    segment: 1,
    dataKey: createHash('sha256').update('data key 1').digest(),
    keyServiceCertificatePem: certificate('key-service'),
    escrowCertificatePem: certificate('escrow'),
  })
  if (made.type !== 'envelope') throw new Error(made.type)
  writeFileSync(here('segment-1.envelope'), `${encodeEnvelope(made.envelope)}\n`)
}
