/**
 * A program that the trial starts, watches and stops. It has a process group of its own, so that Ctrl-C in the
 * terminal reaches the trial alone, which then stops its children in order; and the kernel signals it when the
 * trial is killed (PR_SET_PDEATHSIG, by util-linux' setpriv, which every Debian has).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { TrialFault } from './fault.ts'

export interface ChildOptions {
  /** What people call it; begins each of its faults. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Only root can choose them. */
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  /** Written to its standard input, which is then closed. */
  readonly stdin?: string
  /** Open file descriptors that the child finds as 3, 4, … */
  readonly inherit?: readonly number[]
  /** True for the line of its output that says it is ready; without it the child is ready as soon as it runs. */
  readonly ready?: (line: string) => boolean
  readonly readyTimeoutMs: number
  /** Goes before other programs of the machine where this user may say so: callers hear every delay. */
  readonly urgent?: boolean
  readonly stopSignal: NodeJS.Signals
  readonly stopTimeoutMs: number
  /** Every line of standard output and error. */
  readonly onLine?: (line: string) => void
}

export interface ChildExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Child {
  readonly pid: number
  readonly exited: Promise<ChildExit>
  /** Its last line has been read; comes after `exited`, later still when children of its own keep the pipe open. */
  readonly outputEnded: Promise<void>
  /** The newest lines of its output, oldest first. */
  lastLines(): readonly string[]
  /** Stops it by its signal, by SIGKILL after its deadline. May be called again. */
  stop(): Promise<ChildExit>
}

const KEPT_LINES = 40
const KEPT_COLUMNS = 500
const SETPRIV = '/usr/bin/setpriv'

/** Starts a child and waits until it is ready. Throws `TrialFault` with its last words when it doesn't get there. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const spawned = spawnChild(options)
  if (options.urgent === true) hurry(spawned.pid)
  const lines: string[] = []
  const exited = new Promise<ChildExit>((resolve) => {
    spawned.once('exit', (code, signal) => resolve({ code, signal }))
    spawned.on('error', () => resolve({ code: null, signal: null }))
  })
  const child: Child = {
    pid: spawned.pid ?? 0,
    exited,
    outputEnded: new Promise((resolve) => spawned.once('close', () => resolve())),
    lastLines: () => [...lines],
    stop: () => stop(spawned, exited, options),
  }
  const fault = await firstFault(spawned, options, lines)
  if (fault === undefined) return child
  await child.stop()
  const tail = lines.length === 0 ? '' : `; its last words:\n  ${lines.join('\n  ')}`
  throw new TrialFault(`${options.name} ${fault}${tail}`)
}

function spawnChild(options: ChildOptions): ChildProcess {
  const guarded = existsSync(SETPRIV)
  const guard = ['--pdeathsig', options.stopSignal.replace(/^SIG/, ''), '--', options.command]
  return spawn(guarded ? SETPRIV : options.command, guarded ? [...guard, ...options.args] : options.args, {
    stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...(options.inherit ?? [])],
    detached: true,
    cwd: options.cwd ?? '/',
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
}

/** A niceness of -10 gives about ten times the share of a processor that others have. */
const URGENT_NICENESS = -10

function hurry(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, URGENT_NICENESS)
    // Where the kernel groups processes by session, niceness counts within the group, and between groups the group's.
    writeFileSync(`/proc/${pid}/autogroup`, String(URGENT_NICENESS))
  } catch {
    // Not root, or a kernel without groups: it shares the machine as everybody does.
  }
}

/** Undefined once the child is ready, else what went wrong. Goes on collecting its lines either way. */
function firstFault(
  spawned: ChildProcess,
  options: ChildOptions,
  lines: string[],
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(`was not ready within ${options.readyTimeoutMs} ms`),
      options.readyTimeoutMs,
    )
    const settle = (fault: string | undefined) => {
      clearTimeout(timer)
      resolve(fault)
    }
    const heard = (line: string) => {
      lines.push(line.slice(0, KEPT_COLUMNS))
      if (lines.length > KEPT_LINES) lines.shift()
      options.onLine?.(line)
      if (options.ready?.(line) === true) settle(undefined)
    }
    for (const stream of [spawned.stdout, spawned.stderr])
      if (stream) createInterface({ input: stream }).on('line', heard)
    spawned.on('error', (error) => settle(`can't be started: ${error.message}`))
    // 'close' comes after 'exit' and after the last line.
    spawned.once('close', (code, signal) => settle(`ended at once (${signal ?? `exit code ${code}`})`))
    if (options.ready === undefined) spawned.once('spawn', () => settle(undefined))
    if (options.stdin !== undefined) {
      // A child that ends before it has read its input gives EPIPE here, and its exit says the rest.
      spawned.stdin?.on('error', () => {})
      spawned.stdin?.end(options.stdin)
    }
  })
}

async function stop(
  spawned: ChildProcess,
  exited: Promise<ChildExit>,
  options: ChildOptions,
): Promise<ChildExit> {
  if (spawned.exitCode !== null || spawned.signalCode !== null || spawned.pid === undefined) return exited
  spawned.kill(options.stopSignal)
  const timer = setTimeout(() => spawned.kill('SIGKILL'), options.stopTimeoutMs)
  try {
    return await exited
  } finally {
    clearTimeout(timer)
  }
}

/** Runs a program that ends by itself. Throws `TrialFault` with its last words unless it ends well, and in time. */
export async function runToEnd(options: Omit<ChildOptions, 'ready'>): Promise<void> {
  const child = await startChild(options)
  let late = false
  const timer = setTimeout(() => {
    late = true
    void child.stop()
  }, options.readyTimeoutMs)
  const { code, signal } = await child.exited
  await child.outputEnded
  clearTimeout(timer)
  if (code === 0) return
  const how = late
    ? `took longer than ${options.readyTimeoutMs} ms`
    : `failed (${signal ?? `exit code ${code}`})`
  throw new TrialFault(`${options.name} ${how}; its last words:\n  ${child.lastLines().join('\n  ')}`)
}
