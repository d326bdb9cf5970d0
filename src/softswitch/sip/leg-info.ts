import type { Party } from '../ports.ts'
import { type NameAddr, parseUri } from './address.ts'
import { decodePercent, encodeUser, quote } from './text.ts'

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
  const name = party.displayName === '' ? '' : `${quote(party.displayName)} `
  return `${name}<sip:${party.user === '' ? '' : `${encodeUser(party.user)}@`}${party.host}>`
}
