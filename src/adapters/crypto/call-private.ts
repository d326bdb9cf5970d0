/**
 * Sealing of calls' private fields (numbers, names, digits, attached data).
 *
 *     field   = 0x01 ‖ nonce (12) ‖ AES-256-GCM ciphertext ‖ tag (16)          under the call's key
 *     wrapped = 0x01 ‖ master key id (4) ‖ nonce (12) ‖ ciphertext (32) ‖ tag (16)   under a master key
 *
 * The associated data binds each to its place, so that sealed bytes copied into another row don't open. Nonces are
 * random: NIST SP 800-38D allows 2³² of them a key, far more than a call has fields or a master key has calls.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { CallKey, CallSealing } from '../../runtime/ports.ts'

const FORMAT = Buffer.of(1)
const KEY_BYTES = 32
const KEY_ID_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * @param masterKeys 32 bytes each: the one to wrap new keys with, then former ones that wrapped keys still in use
 */
export function createCallSealing(masterKeys: readonly [Buffer, ...Buffer[]]): CallSealing {
  for (const key of masterKeys)
    if (key.length !== KEY_BYTES) throw new RangeError('a master key has 32 bytes')
  const current = masterKeys[0]
  return {
    createKey(siteId, callId) {
      const key = randomBytes(KEY_BYTES)
      const sealed = encrypt(current, key, placeOf('call key', siteId, callId))
      return callKey(siteId, callId, key, Buffer.concat([FORMAT, keyIdOf(current), sealed]))
    },
    openKey(siteId, callId, wrapped) {
      const bytes = viewOf(wrapped)
      const head = FORMAT.length + KEY_ID_BYTES
      if (bytes[0] !== FORMAT[0]) return undefined
      const master = masterKeys.find((key) => keyIdOf(key).equals(bytes.subarray(FORMAT.length, head)))
      if (master === undefined) return undefined
      const key = decrypt(master, bytes.subarray(head), placeOf('call key', siteId, callId))
      return key?.length === KEY_BYTES ? callKey(siteId, callId, key, wrapped) : undefined
    },
  }
}

/** The master key out of its file's text: 64 hexadecimal digits. Undefined when it is something else. */
export function parseMasterKey(text: string): Buffer | undefined {
  return /^[0-9a-f]{64}$/i.test(text.trim()) ? Buffer.from(text.trim(), 'hex') : undefined
}

function callKey(siteId: string, callId: string, key: Buffer, wrapped: Uint8Array): CallKey {
  const place = (name: string) => placeOf('field', siteId, callId, name)
  return {
    wrapped,
    seal: (name, value) => Buffer.concat([FORMAT, encrypt(key, Buffer.from(value, 'utf8'), place(name))]),
    open(name, sealed) {
      const bytes = viewOf(sealed)
      if (bytes[0] !== FORMAT[0]) return undefined
      return decrypt(key, bytes.subarray(FORMAT.length), place(name))?.toString('utf8')
    },
  }
}

function encrypt(key: Buffer, plain: Buffer, place: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(place)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, sealed: Buffer, place: Buffer): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const nonce = sealed.subarray(0, NONCE_BYTES)
  // Without `authTagLength` a decipher takes a tag of four bytes, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(place)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch {
    return undefined
  }
}

/** Each part behind its length, so that no two places give the same bytes. */
function placeOf(...parts: string[]): Buffer {
  return Buffer.concat(
    ['cti-bridge', ...parts].flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8')
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

function keyIdOf(key: Buffer): Buffer {
  return createHash('sha256')
    .update('cti-bridge master key id')
    .update(key)
    .digest()
    .subarray(0, KEY_ID_BYTES)
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
