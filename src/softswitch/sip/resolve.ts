import { lookup } from 'node:dns/promises'
import { isIPv4 } from 'node:net'

const DEADLINE_MS = 3000

/** An IPv4 address of `host`; undefined when there is none, or none was found in 3 s. Addresses are taken as such. */
export async function resolveHost(host: string): Promise<string | undefined> {
  if (isIPv4(host)) return host
  if (host.startsWith('[')) return undefined
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((settle) => {
    timer = setTimeout(settle, DEADLINE_MS, undefined)
  })
  const found = lookup(host, 4).then(
    (entry) => entry.address,
    () => undefined,
  )
  const address = await Promise.race([found, late])
  clearTimeout(timer)
  return address
}
