/** The far end of a tunnel: Debian's stunnel with the sample that freeswitch-conf delivers, on ports of a test's own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SAMPLE = fileURLToPath(
  new URL('../../../freeswitch-conf/samples/tunnel/cti-node.conf', import.meta.url),
)
const READY_MS = 15_000
const MAX_OUTPUT = 20_000

export interface Stunnel {
  readonly port: number
  /** What it has written, of all its processes. */
  readonly output: string
  /** Stops it in its tracks: its connections stay, and nothing is answered. */
  freeze(): void
  thaw(): void
  /** Ends it without a word; resolves when it is gone. */
  kill(): Promise<void>
  /** After `kill`, on the same port. */
  restart(): Promise<void>
  /** Has it read its certificates again. */
  reload(): Promise<void>
}

export interface StunnelOptions {
  readonly port: number
  readonly connectPort: number
  /** With node.pem, node.key, authority.pem; the configuration is written there too. */
  readonly directory: string
}

export async function startStunnel({ port, connectPort, directory }: StunnelOptions): Promise<Stunnel> {
  const file = join(directory, 'cti-node.conf')
  writeFileSync(file, configuration({ port, connectPort, directory }))
  const LISTENS = `bound to 127.0.0.1:${port}`
  let output = ''
  let child: ChildProcess
  let gone: Promise<void>

  /** Resolves when it writes this, from now on. */
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      let heard = ''
      const look = (chunk: Buffer) => {
        heard += chunk.toString('utf8')
        if (heard.includes(text)) settle()
      }
      const settle = (fault?: string) => {
        clearTimeout(expire)
        child.stderr?.off('data', look)
        if (fault === undefined) resolve()
        else reject(new Error(`stunnel ${fault}: ${output}`))
      }
      const expire = setTimeout(() => settle(`did not say "${text}"`), READY_MS)
      child.stderr?.on('data', look)
      void gone.then(() => settle('ended'))
    })
  const launch = async () => {
    child = spawn('stunnel', [file], { stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT)
    })
    // A test run that is broken off must not leave it behind.
    const own = child
    const killAtExit = (): boolean => own.kill('SIGKILL')
    process.once('exit', killAtExit)
    gone = new Promise((resolve) => {
      const done = () => {
        process.off('exit', killAtExit)
        resolve()
      }
      own.once('close', done)
      own.once('error', done)
    })
    await says(LISTENS)
  }
  await launch()
  return {
    port,
    get output() {
      return output
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    restart: launch,
    async reload() {
      child.kill('SIGHUP')
      await says(LISTENS)
    },
  }
}

/** The delivered sample with other addresses; whoever runs the tests is the user that it runs as. */
function configuration({ port, connectPort, directory }: StunnelOptions): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^accept = .*$/m, `accept = 127.0.0.1:${port}`],
    [/^connect = .*$/m, `connect = 127.0.0.1:${connectPort}`],
    [/^set[ug]id = .*$/gm, ''],
    // It tells at this level that it listens.
    [/^debug = .*$/m, 'debug = info'],
    [/= .*\/tunnel\/(?=[a-z]+\.(?:pem|key)$)/gm, `= ${directory}/`],
  ]
  return changes.reduce(
    (text, [from, to]) => {
      const changed = text.replace(from, to)
      if (changed === text) throw new Error(`the sample for stunnel has nothing like ${from}`)
      return changed
    },
    readFileSync(SAMPLE, 'utf8'),
  )
}
