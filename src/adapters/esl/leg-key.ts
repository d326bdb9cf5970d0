/**
 * A key that was pressed while music played, or the prompts before it. Orders for music say in their token which keys
 * count; the end of each turn carries it back (CHANNEL_EXECUTE_COMPLETE, Application-UUID).
 */
import { randomUUID } from 'node:crypto'
import type { LegId } from '../../domain/ids.ts'
import type { MenuKey } from '../../domain/ivr/flow.ts'
import { tokenIn } from './application-uuid.ts'
import { ENDING_KEY, endingKeyOf } from './ending-key.ts'
import type { WireEvent } from './event.ts'
import { legIdIn } from './leg.ts'

export interface LegKey {
  readonly legId: LegId
  readonly key: MenuKey
  /** All that count. */
  readonly keys: readonly MenuKey[]
  /** What it ended; undefined for the prompts before the music. */
  readonly music: string | undefined
}

/** A token has letters and digits only, so `*` and `#` have letters in it. */
const LETTERS: Readonly<Record<string, string>> = { '*': 's', '#': 'h' }
const KEYS: Readonly<Record<string, MenuKey>> = { s: '*', h: '#' }
const TOKEN = /^(ahead|music)\.([0-9sh]{1,12})\.[0-9a-f-]{36}$/

export function tokenOfKeys(what: 'ahead' | 'music', keys: readonly MenuKey[]): string {
  const letters = keys.map((key) => LETTERS[key] ?? key).join('')
  return keys.length === 0 ? randomUUID() : `${what}.${letters}.${randomUUID()}`
}

/** Undefined for everything but such a key. */
export function legKeyIn(event: WireEvent): LegKey | undefined {
  if (event.name !== 'CHANNEL_EXECUTE_COMPLETE') return undefined
  const [, what, letters] = TOKEN.exec(tokenIn(event) ?? '') ?? []
  if (what === undefined || letters === undefined) return undefined
  const keys = [...letters].flatMap((letter) => KEYS[letter] ?? endingKeyOf(letter) ?? [])
  const key = endingKeyOf(event.unredacted(ENDING_KEY))
  const legId = legIdIn(event)
  if (key === undefined || legId === undefined || !keys.includes(key)) return undefined
  const music = what === 'music' ? event.unredacted('Application-Data') : undefined
  return { legId, key, keys, music }
}
