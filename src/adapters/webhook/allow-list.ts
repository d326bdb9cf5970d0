/**
 * Where webhooks may go. An entry is a host name, `*.DOMAIN` (its subdomains, not itself), an address or a CIDR block.
 *
 * A host that is named is allowed at ordinary addresses, private ones among them: a hospital's systems live there. What
 * only this machine or its link should reach (loopback, link-local, where clouds hand out credentials) must be named by
 * address, whatever name leads there. A host that isn't named is allowed when all its addresses are.
 */
import ipaddr from 'ipaddr.js'

export interface AllowList {
  /** @param host as `URL` writes it, without brackets */
  namesHost(host: string): boolean
  /** @param named the host by which this address was found is on the list itself */
  permits(address: string, named: boolean): boolean
}

export type ParsedAllowList =
  | { readonly ok: true; readonly list: AllowList }
  /** Entries that are none of the four. */
  | { readonly ok: false; readonly wrong: readonly string[] }

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Block = readonly [Address, number]

const NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/
const ORDINARY: ReadonlySet<string> = new Set(['unicast', 'private', 'uniqueLocal', 'carrierGradeNat'])

export function parseAllowList(entries: readonly string[]): ParsedAllowList {
  const names = new Set<string>()
  const domains: string[] = []
  const blocks: Block[] = []
  const wrong: string[] = []
  for (const entry of entries) {
    const text = entry.toLowerCase()
    const block = blockOf(text)
    if (block) blocks.push(block)
    else if (text.startsWith('*.') && isName(text.slice(2))) domains.push(text.slice(1))
    else if (isName(text)) names.add(text)
    else wrong.push(entry)
  }
  if (wrong.length > 0) return { ok: false, wrong }
  const list: AllowList = {
    namesHost(host) {
      const name = host.toLowerCase().replace(/\.$/, '')
      if (ipaddr.isValid(name)) return false
      return names.has(name) || domains.some((domain) => name.endsWith(domain) && name.length > domain.length)
    },
    permits(text, named) {
      const address = addressOf(text)
      if (!address) return false
      return blocks.some((block) => covers(block, address)) || (named && ORDINARY.has(address.range()))
    },
  }
  return { ok: true, list }
}

/** A last part of digits alone would be read as an address by `URL` (WHATWG, "ends in a number"). */
function isName(text: string): boolean {
  return NAME.test(text) && !/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(text)
}

function blockOf(text: string): Block | undefined {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address =
      ipaddr.IPv4.isValidFourPartDecimal(text) || text.includes(':') ? addressOf(text) : undefined
    return address && [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    return undefined
  }
}

/** IPv4 in IPv6 (`::ffff:…`) counts as what it is. */
function addressOf(text: string): Address | undefined {
  try {
    // A zone (`fe80::1%eth0`) is part of no rule.
    return text.includes('%') ? undefined : ipaddr.process(text)
  } catch {
    return undefined
  }
}

function covers([base, bits]: Block, address: Address): boolean {
  return base.kind() === address.kind() && address.match(base, bits)
}
