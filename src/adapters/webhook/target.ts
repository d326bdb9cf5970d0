/** From an endpoint's address to the addresses that a connection may go to. */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { AllowList } from './allow-list.ts'

/** All addresses of a host, by whatever the machine resolves names with. Rejects when there is none. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

export const systemResolve: Resolve = (host) => lookup(host, { all: true, order: 'verbatim' })

export type Target =
  /** Connect to one of these and to nothing else: what the name leads to a moment later was never checked. */
  | { readonly type: 'allowed'; readonly url: URL; readonly addresses: readonly LookupAddress[] }
  | { readonly type: 'refused'; readonly detail: string }
  | { readonly type: 'nameUnknown' }

/** What is wrong with an address as such; undefined for one that can be tried. */
export function urlFault(text: string): string | undefined {
  if (text.length > 2_000) return 'an address of at most 2,000 characters'
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'an address that begins with https:// or http://'
  if (url.username !== '' || url.password !== '') return 'an address without user name and password'
  if (url.hash !== '' || text.endsWith('#')) return 'an address without a fragment'
  return undefined
}

/** Doesn't end in time by itself: its caller has a deadline. */
export async function findTarget(text: string, allow: AllowList, resolve: Resolve): Promise<Target> {
  const fault = urlFault(text)
  if (fault !== undefined) return { type: 'refused', detail: fault }
  const url = new URL(text)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const named = allow.namesHost(host)
  const family = isIP(host)
  const addresses = family === 0 ? await resolve(host).catch(() => []) : [{ address: host, family }]
  if (addresses.length === 0) return { type: 'nameUnknown' }
  // One address that isn't allowed is enough: nobody knows which of them would be taken next time.
  if (addresses.every(({ address }) => allow.permits(address, named)))
    return { type: 'allowed', url, addresses }
  const detail = named
    ? 'the host is allowed, but one of its addresses must be allowed by address: loopback or link-local'
    : 'neither the host nor all of its addresses are on the list of targets (webhooks.allow)'
  return { type: 'refused', detail }
}
