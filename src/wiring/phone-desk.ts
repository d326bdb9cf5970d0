/** Agents' phones as the API administers them: kept in the database, written into the switch's directory by its keeper. */
import { createHash, randomInt } from 'node:crypto'
import type {
  Credential,
  EndpointDesk,
  EndpointsPort,
  PhoneKeeper,
  PutEndpoint,
} from '../runtime/endpoints.ts'

export interface PhoneDeskOptions {
  readonly siteId: string
  readonly domain: string
  readonly store: EndpointsPort
  readonly keeper: PhoneKeeper
}

/** No letters or digits that people take for each other: passwords are keyed in at phones. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
const PASSWORD_LENGTH = 20

export function createPhoneDesk({ siteId, domain, store, keeper }: PhoneDeskOptions): EndpointDesk {
  async function stored(
    endpoint: Parameters<EndpointsPort['put']>[1],
    password: string | undefined,
    ifVersion: number | undefined,
  ): Promise<PutEndpoint> {
    const { extension } = endpoint
    if (await keeper.isForeign(extension)) return { type: 'foreign' }
    const credential = password === undefined ? undefined : credentialOf(extension, domain, password)
    const outcome = await store.put(siteId, endpoint, credential, ifVersion)
    if (outcome.type !== 'stored') return outcome
    const inDirectory = await (password === undefined ? keeper.settled() : keeper.changed())
    return { ...outcome, password: password ?? null, inDirectory }
  }

  return {
    list: (limit, after) => store.list(siteId, limit, after),
    get: (extension) => store.get(siteId, extension),
    put: (endpoint, password, ifVersion) =>
      stored(endpoint, password ?? (ifVersion === 0 ? newPassword() : undefined), ifVersion),
    async rotate(extension, password, ifVersion) {
      const there = await store.get(siteId, extension)
      if (!there) return { type: 'unknown' }
      return stored(there, password ?? newPassword(), ifVersion ?? there.version)
    },
    async remove(extension, ifVersion) {
      const outcome = await store.remove(siteId, extension, ifVersion)
      if (outcome === 'removed') await keeper.changed()
      return outcome
    },
  }
}

/** Five bits a character: a hundred in all. */
function newPassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}

/** RFC 2617's A1 under MD5: what FreeSWITCH calls `a1-hash`. */
function credentialOf(extension: string, domain: string, password: string): Credential {
  const a1Hash = createHash('md5').update(`${extension}:${domain}:${password}`).digest('hex')
  return { extension, domain, a1Hash }
}
