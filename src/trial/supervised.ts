/** A child that is started anew whenever it dies, as a hospital's supervisor would. */
import type { Child } from './child.ts'

/** A child, and what it said of itself when it was ready. */
export interface Launched<T> {
  readonly child: Child
  readonly said: T
}

export interface SupervisedOptions<T> {
  /** `first`: what the first process said, for one that must come back under the address that clients know. */
  readonly launch: (first: T | undefined) => Promise<Launched<T>>
  /** It died and is being started again. */
  readonly onDeath: (how: string) => void
}

export interface Supervised<T> {
  /** The present process; 0 between a death and the next start. */
  readonly pid: number
  /** What the first process said. */
  readonly said: T
  /** Whether a death is followed by a start; true at first. */
  keepAlive(on: boolean): void
  /** Starts it if it isn't running. */
  revive(): Promise<void>
  /** Ends it gracefully; it isn't started again. */
  stop(): Promise<void>
}

const RESTART_AFTER_FAILURE_MS = 1_000

/** Throws what `launch` throws when the first start fails; later ones are tried again for as long as it takes. */
export async function supervise<T>({ launch, onDeath }: SupervisedOptions<T>): Promise<Supervised<T>> {
  let alive = true
  let stopping = false
  let reviving: Promise<void> | undefined
  let running = true
  const first = await launch(undefined)
  let { child } = first

  function watch(): void {
    running = true
    void child.exited.then(({ code, signal }) => {
      running = false
      if (stopping || !alive) return
      onDeath(signal ?? `exit code ${code}`)
      void revive()
    })
  }

  function revive(): Promise<void> {
    if (running) return Promise.resolve()
    reviving ??= again().finally(() => {
      reviving = undefined
    })
    return reviving
  }

  async function again(): Promise<void> {
    while (!stopping) {
      try {
        child = (await launch(first.said)).child
        watch()
        return
      } catch (error) {
        onDeath((error as Error).message)
        await new Promise((resolve) => setTimeout(resolve, RESTART_AFTER_FAILURE_MS))
      }
    }
  }

  watch()
  return {
    get pid() {
      return running ? child.pid : 0
    },
    said: first.said,
    keepAlive(on) {
      alive = on
    },
    revive,
    async stop() {
      stopping = true
      await reviving
      await child.stop()
    },
  }
}
