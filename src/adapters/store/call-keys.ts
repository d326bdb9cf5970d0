/** The calls' keys while their calls go on, so that sealing a field asks the database for nothing. */
import type { CallKey, CallSealing, PrivateField } from '../../runtime/ports.ts'

/** A batch's private fields, sealed, with the keys that aren't stored yet. */
export interface SealedFields {
  readonly keys: readonly { readonly callId: string; readonly wrapped: string }[]
  readonly fields: readonly { readonly callId: string; readonly name: string; readonly sealed: string }[]
  /** To be called once the batch is stored: until then nobody may seal under these keys. */
  readonly stored: () => void
}

export interface CallKeys {
  seal(siteId: string, fields: readonly PrivateField[]): SealedFields
  /** Takes up a key that the database has. False when it doesn't open: wrapped by a master key that isn't ours. */
  load(siteId: string, callId: string, wrapped: Uint8Array): boolean
}

const MOST_KEPT = 4_096

export function createCallKeys(sealing: CallSealing): CallKeys {
  /** The oldest first; a key that has gone is read from the database again. */
  const kept = new Map<string, CallKey>()
  const keep = (slot: string, key: CallKey) => {
    kept.delete(slot)
    kept.set(slot, key)
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
  }
  const slotOf = (siteId: string, callId: string) => `${siteId}/${callId}`

  return {
    seal(siteId, fields) {
      const fresh = new Map<string, CallKey>()
      const keyFor = (callId: string) => {
        const known = kept.get(slotOf(siteId, callId)) ?? fresh.get(callId)
        if (known !== undefined) return known
        const key = sealing.createKey(siteId, callId)
        fresh.set(callId, key)
        return key
      }
      // One statement can't write a row twice: the last value of a field wins.
      const last = new Map(fields.map((field) => [`${field.callId}/${field.name}`, field]))
      const sealed = [...last.values()].map(({ callId, name, value }) => ({
        callId,
        name,
        sealed: base64(keyFor(callId).seal(name, value)),
      }))
      return {
        keys: [...fresh].map(([callId, key]) => ({ callId, wrapped: base64(key.wrapped) })),
        fields: sealed,
        stored: () => {
          for (const [callId, key] of fresh) keep(slotOf(siteId, callId), key)
        },
      }
    },
    load(siteId, callId, wrapped) {
      const key = sealing.openKey(siteId, callId, wrapped)
      if (key !== undefined) keep(slotOf(siteId, callId), key)
      return key !== undefined
    },
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}
