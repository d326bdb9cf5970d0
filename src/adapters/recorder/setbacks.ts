/** What holds one take up: told, counted, and tried again after a while. */
import { backoffMs } from '../../lib/backoff.ts'
import { PortUnavailable } from '../../runtime/ports.ts'
import type { RecorderParts } from './deps.ts'
import { diskFaultOf } from './disk.ts'
import type { RecorderFailure } from './observer.ts'

const TRY_AGAIN = { firstMs: 400, capMs: 15_000 }

export class Setbacks {
  readonly #deps: RecorderParts
  readonly #key: string
  readonly #about: object
  #failures = 0
  #waitUntil = 0

  /** @param key names the take to the alarms */
  constructor(deps: RecorderParts, key: string, about: object) {
    this.#deps = deps
    this.#key = key
    this.#about = about
  }

  /** Not yet the time to try again. */
  get waiting(): boolean {
    return this.#deps.clock.monotonic() < this.#waitUntil
  }

  /** Does the work; false when something held it up, or still does. */
  async overcome(work: () => Promise<void>): Promise<boolean> {
    const before = this.#failures
    try {
      await work()
    } catch (err) {
      this.#caught(err)
    }
    if (this.#failures > before) return false
    if (this.#failures > 0) {
      this.#failures = 0
      for (const alarm of ['storageFull', 'storageUnavailable'] as const)
        this.#deps.alarms.set(alarm, this.#key, false)
    }
    return true
  }

  meet(failure: RecorderFailure, detail: object): void {
    const { clock, log, observer } = this.#deps
    const waitMs = backoffMs(this.#failures, TRY_AGAIN, Math.random)
    this.#failures += 1
    this.#waitUntil = clock.monotonic() + waitMs
    observer.failed(failure)
    const level = failure === 'bug' ? 'error' : 'warn'
    log[level]({ ...this.#about, failure, waitMs, ...detail }, 'the recorder is held up')
  }

  /** Raises the alarm that the next success ends. */
  storage(fault: 'full' | 'unavailable'): void {
    this.#deps.alarms.set(fault === 'full' ? 'storageFull' : 'storageUnavailable', this.#key, true)
  }

  #caught(err: unknown): void {
    const fault = diskFaultOf(err)
    if (err instanceof PortUnavailable) this.meet('report', { reason: err.message })
    else if (fault === undefined) this.meet('bug', { err })
    else {
      this.storage(fault.full ? 'full' : 'unavailable')
      this.meet('stage', { code: fault.code })
    }
  }
}
