/** Length of a packet, as in `a=ptime:20`. */
export const TICK_MS = 20
/** After a longer stall the missed time is skipped: a burst of old packets helps nobody. */
const MAX_CATCH_UP_TICKS = 10

export interface Ticking {
  /** First phase: take what came in for this tick. */
  gather(tick: number): void
  /** Second phase: send. Sees what every session has gathered in the same tick. */
  emit(tick: number): void
}

/**
 * One timer paces all sessions. Each tick has its due time counted from the start, so errors of single timers don't
 * add up. Runs only while somebody is on it.
 */
export class Clock {
  private readonly members = new Set<Ticking>()
  private timer: NodeJS.Timeout | undefined
  private startMs = 0
  private ticks = 0
  private readonly onFault: (fault: unknown) => void

  /** `onFault`: a member threw, which is a bug in it; the others go on. */
  constructor(onFault: (fault: unknown) => void) {
    this.onFault = onFault
  }

  add(member: Ticking): void {
    this.members.add(member)
    if (this.timer) return
    this.startMs = performance.now() - this.ticks * TICK_MS
    this.schedule()
  }

  remove(member: Ticking): void {
    this.members.delete(member)
    if (this.members.size > 0) return
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private schedule(): void {
    const dueMs = this.startMs + (this.ticks + 1) * TICK_MS
    this.timer = setTimeout(() => this.catchUp(), Math.max(0, dueMs - performance.now()))
  }

  private catchUp(): void {
    let behind = Math.floor((performance.now() - this.startMs) / TICK_MS) - this.ticks
    if (behind > MAX_CATCH_UP_TICKS) {
      this.ticks += behind - MAX_CATCH_UP_TICKS
      behind = MAX_CATCH_UP_TICKS
    }
    for (; behind > 0; behind--) this.tick()
    if (this.members.size > 0) this.schedule()
  }

  private tick(): void {
    const tick = ++this.ticks
    const members = [...this.members]
    for (const member of members) this.guard(member, () => member.gather(tick))
    for (const member of members) this.guard(member, () => member.emit(tick))
  }

  private guard(member: Ticking, run: () => void): void {
    // One that was removed by another's handler in this very tick is not called again.
    if (!this.members.has(member)) return
    try {
      run()
    } catch (fault) {
      this.onFault(fault)
    }
  }
}
