/** Where the file lies that a prompt is. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Playable } from '../../runtime/switch.ts'

/**
 * Absolute if `directory` is. A prompt that nobody has spoken slowly is heard at the standard pace. Looked for each
 * time, since a hospital may put its recordings there at any moment; a look at a directory that is in memory costs
 * some microseconds, and only slow callers need it.
 */
export function playableFile(directory: string, playable: Playable): string {
  if (playable.kind === 'file') return playable.path
  const { name, language, pace } = playable
  if (pace === 'slow') {
    const slow = join(directory, language, 'slow', `${name}.wav`)
    if (existsSync(slow)) return slow
  }
  return join(directory, language, `${name}.wav`)
}
