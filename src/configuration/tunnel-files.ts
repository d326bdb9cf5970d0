/** Whether the certificates of tunnels to other machines are there and of use: found out at the start. */
import type { Config } from '../config.ts'
import type { Fault } from '../lib/fault.ts'
import { type ClientFiles, readClientMaterial } from '../lib/pki/client-material.ts'

export interface TunnelFiles {
  readonly faults: readonly Fault[]
  /** Files with secrets that others than their owner and group may read. */
  readonly openToOthers: readonly string[]
}

type Tunnel = NonNullable<Config['switches'][number]['tunnel']>

/** Undefined for a tunnel that is somebody else's. */
function clientFilesOf(tunnel: Tunnel): ClientFiles | undefined {
  const { certificateFile, keyFile, authorityFile, passphraseFile } = tunnel
  if (certificateFile === null || keyFile === null || authorityFile === null) return undefined
  return { certificateFile, keyFile, authorityFile, passphraseFile }
}

/** The tunnel as the adapter wants it; undefined for a node on this machine without one. */
export function tunnelOf({ host, tunnel }: Pick<Config['switches'][number], 'host' | 'tunnel'>) {
  if (tunnel === null) return undefined
  const files = clientFilesOf(tunnel)
  const { name, serverName } = tunnel
  return files === undefined ? { name } : { name, tls: { ...files, serverName: serverName ?? host } }
}

export function readTunnelFiles({ switches }: Pick<Config, 'switches'>): TunnelFiles {
  const faults: Fault[] = []
  const openToOthers: string[] = []
  for (const [at, { tunnel }] of switches.entries()) {
    const files = tunnel === null ? undefined : clientFilesOf(tunnel)
    if (files === undefined) continue
    const read = readClientMaterial(files)
    if (read.ok) openToOthers.push(...read.value.openToOthers)
    else faults.push({ place: read.file, path: `switches[${at}].tunnel`, message: read.reason })
  }
  return { faults, openToOthers: [...new Set(openToOthers)] }
}
