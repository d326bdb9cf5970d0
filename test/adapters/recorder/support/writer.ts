/** What the switch does to the spool: a file that grows by 20 ms of stereo sound at a time, in real time or at once. */
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { spoolFileName } from '../../../../src/runtime/recording.ts'

export const STEP_BYTES = 640
const STEP_MS = 20

export class SpoolWriter {
  readonly recordingId: string
  readonly take: number
  readonly path: string
  readonly #fd: number
  readonly #written: Buffer[] = []
  #began = performance.now()
  #steps = 0
  #timer: NodeJS.Timeout | undefined

  constructor(spoolDir: string, recordingId: string, take: number) {
    this.recordingId = recordingId
    this.take = take
    this.path = join(spoolDir, spoolFileName(recordingId, take))
    this.#fd = openSync(this.path, 'ax', 0o600)
  }

  /** All that was ever written. */
  get written(): Buffer {
    return Buffer.concat(this.#written)
  }

  get length(): number {
    return this.#written.reduce((sum, { length }) => sum + length, 0)
  }

  /** The first byte that hasn't been erased, as whoever reads the spool would find it. */
  firstPlaintext(): number {
    const left = readFileSync(this.path)
    const at = left.findIndex((byte) => byte !== 0)
    return at === -1 ? left.length : at
  }

  write(bytes: number): void {
    for (let left = bytes; left > 0; left -= STEP_BYTES) {
      const step = randomBytes(Math.min(STEP_BYTES, left))
      writeSync(this.#fd, step)
      this.#written.push(step)
    }
  }

  /** As fast as sound is spoken; a timer that comes late makes up for it. */
  speak(): void {
    this.#began = performance.now()
    this.#steps = 0
    this.#timer = setInterval(() => {
      for (; this.#steps * STEP_MS < performance.now() - this.#began; this.#steps += 1) this.write(STEP_BYTES)
    }, STEP_MS)
  }

  pause(): void {
    clearInterval(this.#timer)
  }

  end(): void {
    this.pause()
    closeSync(this.#fd)
  }
}
