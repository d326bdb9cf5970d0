import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A FreeSWITCH without certificates makes two 4096-bit RSA keys before it does anything else (switch_core_media_init,
 * switch_msrp.c), which takes most of its start. Test instances use no TLS, so they share the first one's.
 */

const NAMES = ['dtls-srtp.pem', 'wss.pem']
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/cti-bridge/freeswitch-certs', import.meta.url))

/** Gives a new instance the certificates of an earlier one, when there are any. */
export function lendCertificates(certsDir: string): void {
  mkdirSync(certsDir, { recursive: true })
  for (const name of NAMES) {
    if (existsSync(join(CACHE, name))) copyFileSync(join(CACHE, name), join(certsDir, name))
  }
}

/** Keeps what an instance has made for the next one. */
export function keepCertificates(certsDir: string): void {
  mkdirSync(CACHE, { recursive: true, mode: 0o700 })
  for (const name of NAMES) {
    const kept = join(CACHE, name)
    if (existsSync(kept) || !existsSync(join(certsDir, name))) continue
    // Another test process may do the same at this moment: a rename is whole or not at all.
    copyFileSync(join(certsDir, name), `${kept}.${process.pid}`)
    renameSync(`${kept}.${process.pid}`, kept)
  }
}
