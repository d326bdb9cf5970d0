import type { Peer } from './address.ts'
import type { PhoneOptions } from './options.ts'
import { Phone } from './phone.ts'

export interface TrunkOptions
  extends Omit<PhoneOptions, 'extension' | 'password' | 'registrar' | 'displayName'> {
  /** The switch that the trunk ends at. */
  readonly switch?: Peer
  /** The number its calls show when a call names no caller. */
  readonly number?: string
}

/**
 * A carrier's or a PBX's end of a trunk: it doesn't register and has no password, places calls to the switch under any
 * caller number and name (`call(number, { from })`; name as text in UTF-8, or bytes of any character set), and takes
 * calls to any number.
 */
export function createTrunk(options: TrunkOptions = {}): Promise<Phone> {
  const { switch: registrar, number, ...phone } = options
  return Phone.open({
    ...phone,
    extension: number ?? 'trunk',
    userAgent: phone.userAgent ?? 'cti-bridge test trunk',
    ...(registrar === undefined ? {} : { registrar }),
  })
}
