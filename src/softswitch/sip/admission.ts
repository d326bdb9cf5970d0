import { BlockList, isIPv4 } from 'node:net'
import { parseUri } from './address.ts'
import type { Digest } from './digest.ts'
import { Headers } from './message.ts'
import type { Credential } from './options.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { decodePercent } from './text.ts'

/** Who may register and who may call. Answers the request itself when the answer is no. */
export class Admission {
  private readonly digest: Digest
  private readonly trunks: BlockList
  private readonly users: (extension: string) => Credential | undefined

  constructor(digest: Digest, trunks: BlockList, users: (extension: string) => Credential | undefined) {
    this.digest = digest
    this.trunks = trunks
    this.users = users
  }

  /** The extension that is registered; undefined when the request was refused. */
  register(transaction: ServerTransaction): string | undefined {
    const { request } = transaction
    const verdict = this.digest.verify(request, 'Authorization')
    const extension = decodePercent(parseUri(request.to.uri)?.user ?? '')
    if (verdict.type === 'challenge')
      return this.challenge(transaction, 401, 'WWW-Authenticate', verdict.stale)
    if (verdict.type === 'failed' || verdict.user !== extension) {
      transaction.respond({ status: 403 })
      return undefined
    }
    return extension
  }

  /**
   * A trunk's calls pass by address, an extension's by digest. A trunk that says it is one of our extensions is not
   * believed: it is asked for the password like anybody else.
   */
  invite(transaction: ServerTransaction): { extension: string | undefined } | undefined {
    const { request, from } = transaction
    const caller = decodePercent(parseUri(request.from.uri)?.user ?? '')
    const fromTrunk = this.trunks.check(from.address)
    const asked = request.headers.get('Proxy-Authorization') !== undefined
    if (fromTrunk && !asked && this.users(caller) === undefined) return { extension: undefined }
    const verdict = this.digest.verify(request, 'Proxy-Authorization')
    if (verdict.type === 'passed') return { extension: verdict.user }
    if (verdict.type === 'failed') {
      transaction.respond({ status: 403 })
      return undefined
    }
    return this.challenge(transaction, 407, 'Proxy-Authenticate', verdict.stale)
  }

  private challenge(
    transaction: ServerTransaction,
    status: number,
    field: string,
    stale: boolean,
  ): undefined {
    transaction.respond({ status, headers: Headers.of([field, this.digest.challenge(stale)]) })
    return undefined
  }
}

/** Addresses and CIDR blocks as one list. Throws on an entry that is neither, naming it. */
export function trunkList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const prefix = bits === undefined ? 32 : Number(bits)
    const sound = isIPv4(address) && (bits === undefined || /^\d{1,2}$/.test(bits)) && prefix <= 32
    if (!sound) throw new TypeError(`trunks: "${entry}" is no IPv4 address or CIDR block`)
    list.addSubnet(address, prefix)
  }
  return list
}
