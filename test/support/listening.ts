import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const TCP_LISTEN = '0A'
const UDP_UNCONNECTED = '07'

/** The IP addresses, each once, on which a process of this machine takes TCP connections or UDP packets (Linux). */
export function listeningAddresses(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return [] // closed meanwhile
      }
    }),
  )
  const found = new Set<string>()
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/)
      const [local, state, inode] = [fields[1], fields[3], fields[9]]
      const open = table.startsWith('tcp') ? state === TCP_LISTEN : state === UDP_UNCONNECTED
      if (open && local !== undefined && inode !== undefined && inodes.has(inode)) found.add(address(local))
    }
  }
  return [...found].sort()
}

/** `0100007F:1F90` is 127.0.0.1: four bytes, the lowest first. IPv6 is left as it stands. */
function address(local: string): string {
  const hex = local.slice(0, local.indexOf(':'))
  if (hex.length !== 8) return hex
  const bytes = hex.match(/../g) ?? []
  return bytes
    .reverse()
    .map((byte) => Number.parseInt(byte, 16))
    .join('.')
}
