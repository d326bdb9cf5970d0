/** What a process shows the others, and what it checks them by: read again when the files change. */
import { statSync } from 'node:fs'
import type { Log } from '../../lib/log.ts'
import { type ClientFiles, type ClientMaterial, readClientMaterial } from '../../lib/pki/client-material.ts'

/** One state of the files; another object after each change. */
export type Material = ClientMaterial

export interface Credentials {
  /** The newest state that could be read; undefined when none ever could. */
  current(): Material | undefined
}

const CHECK_EVERY_MS = 5_000

/** @param checkEveryMs how long files are taken to be unchanged */
export function createCredentials(files: ClientFiles, log: Log, checkEveryMs = CHECK_EVERY_MS): Credentials {
  let material: Material | undefined
  let stamp = ''
  let checkedAtMs = Number.NEGATIVE_INFINITY
  return {
    current() {
      const nowMs = performance.now()
      if (nowMs - checkedAtMs < checkEveryMs) return material
      checkedAtMs = nowMs
      const seen = stampOf(files)
      if (seen === stamp) return material
      const read = readClientMaterial(files)
      if (read.ok) {
        stamp = seen
        material = read.value
      } else {
        // A renewal may be under way: the former certificate is good until it expires.
        log.warn({ file: read.file, reason: read.reason }, 'the internal certificate can’t be read')
      }
      return material
    },
  }
}

function stampOf({ certificateFile, keyFile, authorityFile, passphraseFile }: ClientFiles): string {
  return [certificateFile, keyFile, authorityFile, passphraseFile ?? '']
    .map((file) => {
      const stat = file === '' ? undefined : statSync(file, { throwIfNoEntry: false })
      return stat === undefined ? '-' : `${stat.ino} ${stat.size} ${stat.mtimeMs}`
    })
    .join()
}
