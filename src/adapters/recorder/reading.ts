/** How far one take's spool file has been read, heard by live listeners, and erased. */
import { BYTES_PER_SAMPLE_PAIR } from '../../runtime/recording.ts'
import type { RecorderParts } from './deps.ts'
import { openSpoolFile, type SpoolFile } from './spool-file.ts'

export type Opened = 'open' | 'missing' | { readonly refused: string }

export class Reading {
  readonly #deps: RecorderParts
  readonly #path: string
  readonly #take: { readonly recordingId: string; readonly take: number }
  #file: SpoolFile | undefined
  #readTo = 0
  #heardTo: number | undefined
  #erasedTo = 0

  constructor(
    deps: RecorderParts,
    path: string,
    take: { readonly recordingId: string; readonly take: number },
  ) {
    this.#deps = deps
    this.#path = path
    this.#take = take
  }

  /** The byte that is read next. */
  get position(): number {
    return this.#readTo
  }

  /** Bytes that the switch has written; 0 while there is no file. */
  get size(): number {
    return this.#file?.size() ?? 0
  }

  /** Whole sample pairs that wait to be read. A torn one at the very end is no sound. */
  get hasMore(): boolean {
    return this.size - this.#readTo >= BYTES_PER_SAMPLE_PAIR
  }

  /** When the first sample was taken, in milliseconds since the epoch: right before anything was erased. */
  get beganAtMs(): number {
    return this.#file?.beganAt() ?? this.#deps.clock.now()
  }

  get allocatedBytes(): number {
    return this.#file?.allocatedBytes() ?? 0
  }

  open(): Opened {
    if (this.#file !== undefined) return 'open'
    const opening = openSpoolFile(this.#path, this.#deps.eraser)
    if (opening.type === 'missing') return 'missing'
    if (opening.type === 'refused') return { refused: opening.reason }
    this.#file = opening.file
    return 'open'
  }

  /** Goes to where data begins in a file of which nothing is known, and says where that is. */
  skipHole(): number {
    this.#readTo = aligned(this.#file?.firstData() ?? 0)
    return this.#readTo
  }

  /** Reads on from there. Listeners hear what they haven't heard. */
  goTo(position: number): void {
    this.#readTo = position
  }

  /** The next bytes, told to the listeners; empty at the end. The buffer is everybody's: use it before anything is awaited. */
  next(): Uint8Array {
    const length = aligned(this.#file?.read(this.#deps.readBuffer, this.#readTo) ?? 0)
    const pcm = this.#deps.readBuffer.subarray(0, length)
    if (length > 0) this.#tell(pcm)
    this.#readTo += length
    return pcm
  }

  /** Erases all before `to`. Throws what the operating system says. */
  eraseTo(to: number): void {
    if (to <= this.#erasedTo || this.#file === undefined) return
    this.#file.erase(this.#erasedTo, to)
    this.#erasedTo = to
  }

  /** The take is over, or the recorder is. */
  close(ended: boolean): void {
    if (ended && this.#heardTo !== undefined) {
      this.#heardTo = undefined
      this.#deps.listeners.takeEnded(this.#take)
    }
    this.#file?.close()
    this.#file = undefined
    this.#erasedTo = 0
  }

  #tell(pcm: Uint8Array): void {
    if (this.#heardTo === undefined) this.#deps.listeners.takeBegan(this.#take)
    const heardTo = Math.max(this.#heardTo ?? 0, this.#readTo)
    const fresh = pcm.subarray(heardTo - this.#readTo)
    if (fresh.length > 0) this.#deps.listeners.frames(this.#take, heardTo / BYTES_PER_SAMPLE_PAIR, fresh)
    this.#heardTo = heardTo + fresh.length
  }
}

function aligned(bytes: number): number {
  return bytes - (bytes % BYTES_PER_SAMPLE_PAIR)
}
