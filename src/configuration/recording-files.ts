/** Whether what recordings are sealed to is there and of use: found out at the start, not at the first call. */
import { certificateKeyId } from '../adapters/crypto/ctirec1/index.ts'
import { MAX_CERTIFICATE_BYTES } from '../adapters/crypto/segment-sealing.ts'
import type { Config } from '../config.ts'
import type { Fault } from '../lib/fault.ts'
import { readSmallFile } from '../lib/small-file.ts'

const REMEDY =
  "the key service's set-up makes it (src/keyservice/README.md), or set recording.enabled to false"

/** None when recording is off. */
export function recordingFaults({ recording, switches }: Config): Fault[] {
  if (!recording.enabled) return []
  const keyIds = new Set<string>()
  const faults: Fault[] = []
  if (switches.length > 1) {
    // The recorder of this process follows one spool: what another switch wrote would lie there in clear.
    const message = 'recordings are sealed beside one switch only, and there are several'
    faults.push({ place: 'configuration', path: 'recording.enabled', message })
  }
  for (const name of ['sealToFile', 'escrowFile'] as const) {
    const place = recording[name]
    const path = `recording.${name}`
    const read = readSmallFile(place, MAX_CERTIFICATE_BYTES)
    const keyId = read.ok ? certificateKeyId(read.text) : undefined
    if (keyId === undefined) faults.push({ place, path, message: `can't be read; ${REMEDY}` })
    else if (keyId.type === 'keyId') keyIds.add(keyId.keyId)
    else faults.push({ place, path, message: `is not one certificate of an RSA key; ${REMEDY}` })
  }
  if (keyIds.size === 1 && faults.every(({ path }) => path === 'recording.enabled')) {
    const message = "is the key service's certificate too: losing one key would lose every recording"
    faults.push({ place: recording.escrowFile, path: 'recording.escrowFile', message })
  }
  return faults
}
