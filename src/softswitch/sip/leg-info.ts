import type { Party } from '../ports.ts'
import { type NameAddr, parseUri } from './address.ts'
import { decodePercent, encodeUser, toWire } from './text.ts'

/** A From or To as the core sees it: names in UTF-8, whatever they came in. */
export function partyOf(address: NameAddr): Party {
  const uri = parseUri(address.uri)
  return {
    user: decodePercent(uri?.user ?? ''),
    host: uri?.host ?? '',
    displayName: decodePercent(address.displayName).trim(),
  }
}

/** A From of ours, without its tag. */
export function addressOf(party: Party): string {
  const name = party.displayName === '' ? '' : `${quoted(party.displayName)} `
  return `${name}<sip:${party.user === '' ? '' : `${encodeUser(party.user)}@`}${party.host}>`
}

/** A name that came in has its quoted-pairs still (RFC 3261 25.1); what stands bare in one of ours gets its backslash. */
function quoted(name: string): string {
  return `"${toWire(name).replace(/\\["\\]|["\\]/g, (sign) => (sign.length === 2 ? sign : `\\${sign}`))}"`
}
