/**
 * Whether what recordings are sealed to is there and of use, and each switch has a spool of its own: found out at the
 * start, not at the first call.
 */
import { realpathSync } from 'node:fs'
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
  const faults = spoolFaults(switches)
  for (const name of ['sealToFile', 'escrowFile'] as const) {
    const place = recording[name]
    const path = `recording.${name}`
    const read = readSmallFile(place, MAX_CERTIFICATE_BYTES)
    const keyId = read.ok ? certificateKeyId(read.text) : undefined
    if (keyId === undefined) faults.push({ place, path, message: `can't be read; ${REMEDY}` })
    else if (keyId.type === 'keyId') keyIds.add(keyId.keyId)
    else faults.push({ place, path, message: `is not one certificate of an RSA key; ${REMEDY}` })
  }
  if (keyIds.size === 1 && faults.every(({ path }) => !path.startsWith('recording.'))) {
    const message = "is the key service's certificate too: losing one key would lose every recording"
    faults.push({ place: recording.escrowFile, path: 'recording.escrowFile', message })
  }
  return faults
}

/** Each spool has a recorder of its own, which takes every file in it for its own switch's. */
function spoolFaults(switches: Config['switches']): Fault[] {
  const users = new Map<string, string>()
  return switches.flatMap(({ nodeId, spoolDir }, n) => {
    if (spoolDir === null) return []
    const real = realPath(spoolDir)
    const other = users.get(real)
    users.set(real, other ?? nodeId)
    if (other === undefined) return []
    const message = `is the spool of ${other} too: each switch needs one of its own (${spoolDir})`
    return [{ place: 'configuration', path: `switches[${n}].spoolDir`, message }]
  })
}

/** One directory may have two names. What isn't there yet, the recorder makes under this one. */
function realPath(directory: string): string {
  try {
    return realpathSync(directory)
  } catch {
    return directory
  }
}
