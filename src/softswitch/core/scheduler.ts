import { nowMs } from '../switch-time.ts'
import type { EventBus } from './events/bus.ts'

interface Task {
  readonly id: number
  readonly group: string
  readonly description: string
  readonly repeatSeconds: number
  runAtSeconds: number
  run(): void | Promise<void>
}

const MAX_TASKS = 100_000
/** switch_scheduler.c looks every 500 ms; schedules count whole seconds. */
const SWEEP_MS = 500

/**
 * FreeSWITCH's scheduler: tasks in groups, due at whole seconds since 1970. Adding a second task to a group adds
 * it; nothing is replaced. The event thread's 500 ms nap is kept, so a task runs up to half a second late.
 */
export class Scheduler {
  private readonly tasks = new Map<number, Task>()
  private readonly bus: EventBus
  private readonly onFault: (description: string, error: unknown) => void
  private readonly timer: NodeJS.Timeout
  private lastId = 0

  constructor(bus: EventBus, onFault: (description: string, error: unknown) => void) {
    this.bus = bus
    this.onFault = onFault
    this.timer = setInterval(() => this.sweep(), SWEEP_MS)
  }

  /** Returns the task's id, or undefined when there are too many. */
  add(options: {
    runAtSeconds: number
    group: string
    description: string
    repeatSeconds?: number
    run(): void | Promise<void>
  }): number | undefined {
    if (this.tasks.size >= MAX_TASKS) return undefined
    const task: Task = { repeatSeconds: 0, ...options, id: ++this.lastId }
    this.tasks.set(task.id, task)
    this.announce('ADD_SCHEDULE', task)
    return task.id
  }

  deleteId(id: number): number {
    const task = this.tasks.get(id)
    return task === undefined ? 0 : this.drop(task)
  }

  deleteGroup(group: string): number {
    let dropped = 0
    for (const task of [...this.tasks.values()]) if (task.group === group) dropped += this.drop(task)
    return dropped
  }

  get size(): number {
    return this.tasks.size
  }

  close(): void {
    clearInterval(this.timer)
    this.tasks.clear()
  }

  private drop(task: Task): number {
    this.tasks.delete(task.id)
    this.announce('DEL_SCHEDULE', task)
    return 1
  }

  private sweep(): void {
    const now = Math.floor(nowMs() / 1000)
    for (const task of [...this.tasks.values()]) {
      if (task.runAtSeconds > now || !this.tasks.has(task.id)) continue
      if (task.repeatSeconds > 0) task.runAtSeconds = now + task.repeatSeconds
      else this.tasks.delete(task.id)
      Promise.resolve()
        .then(() => task.run())
        .catch((error: unknown) => this.onFault(task.description, error))
      this.announce(task.repeatSeconds > 0 ? 'RE_SCHEDULE' : 'DEL_SCHEDULE', task)
    }
  }

  private announce(name: 'ADD_SCHEDULE' | 'DEL_SCHEDULE' | 'RE_SCHEDULE', task: Task): void {
    this.bus.fire(name, (event) => {
      event
        .add('Task-ID', String(task.id))
        .add('Task-Desc', task.description)
        .add('Task-Group', task.group)
        .add('Task-Runtime', String(task.runAtSeconds))
    })
  }
}
