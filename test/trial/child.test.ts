import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { type ChildOptions, runToEnd, startChild } from '../../src/trial/child.ts'
import { TrialFault } from '../../src/trial/fault.ts'
import { isAlive, markOf } from '../../src/trial/process-table.ts'

const script = (code: string, more: Partial<ChildOptions> = {}): ChildOptions => ({
  name: 'the child',
  command: process.execPath,
  args: ['-e', code],
  ready: (line) => line === 'ready',
  readyTimeoutMs: 15_000,
  stopSignal: 'SIGTERM',
  stopTimeoutMs: 10_000,
  ...more,
})
const withoutReady = (code: string, readyTimeoutMs = 15_000) => {
  const { ready: _, ...rest } = script(code, { readyTimeoutMs })
  return rest
}
const FOREVER = 'setInterval(() => {}, 1000)'

describe('a child of the trial', () => {
  it('is there once it says so, and gone once it is stopped', async () => {
    const lines: string[] = []
    const code = `console.log('starting'); console.error('ready'); ${FOREVER}`
    const child = await startChild(script(code, { onLine: (line) => lines.push(line) }))
    expect(lines).toContain('ready')
    expect(markOf(child.pid)).toBeDefined()
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' })
    expect(markOf(child.pid)).toBeUndefined()
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' })
  })

  it('that won’t stop is killed at its deadline', async () => {
    const code = `process.on('SIGTERM', () => {}); console.log('ready'); ${FOREVER}`
    const child = await startChild(script(code, { stopTimeoutMs: 50 }))
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGKILL' })
  })

  it('that dies before it is ready gives its last words', async () => {
    const failing = startChild(script(`console.error('no such codec'); process.exitCode = 3`))
    await expect(failing).rejects.toThrow(TrialFault)
    await expect(failing).rejects.toThrow(
      /the child ended at once \(exit code 3\); its last words:\n {2}no such codec/,
    )
  })

  it('that never gets ready is stopped and named', async () => {
    const failing = startChild(
      script(`console.log('pid ' + process.pid); ${FOREVER}`, { readyTimeoutMs: 500 }),
    )
    const fault: Error = await failing.then(
      () => new Error('it started'),
      (error: Error) => error,
    )
    expect(fault.message).toContain('the child was not ready within 500 ms')
    const pid = /pid (\d+)/.exec(fault.message)?.[1]
    if (pid !== undefined) expect(markOf(Number(pid))).toBeUndefined()
  })

  it('that isn’t there is a fault, not a crash', async () => {
    await expect(startChild({ ...script(''), command: '/no/such/program' })).rejects.toThrow('the child')
  })

  it('keeps only the newest of its words', async () => {
    const code = `for (let i = 0; i < 500; i++) console.log('line ' + i); console.log('x'.repeat(1e5)); process.exitCode = 1`
    const fault = await startChild(script(code)).catch((error: Error) => error)
    expect(fault).toBeInstanceOf(TrialFault)
    expect((fault as Error).message).toContain('line 499')
    expect((fault as Error).message).not.toContain('line 100\n')
    expect((fault as Error).message.length).toBeLessThan(5_000)
  })

  it('reads what it is given on standard input', async () => {
    const code = `process.stdin.on('data', (d) => console.log(String(d).trim()))`
    const child = await startChild(script(code, { stdin: 'ready\n' }))
    expect(await child.exited).toEqual({ code: 0, signal: null })
  })

  it('may run to its end, and only a good end is one', async () => {
    await runToEnd(withoutReady('process.exit(0)'))
    await expect(runToEnd(withoutReady(`console.log('why'); process.exitCode = 1`))).rejects.toThrow(
      /failed.*\n {2}why/,
    )
    await expect(runToEnd(withoutReady(FOREVER, 300))).rejects.toThrow('took longer than 300 ms')
  })

  it('dies with a parent that is killed', async () => {
    const module = new URL('../../src/trial/child.ts', import.meta.url).href
    const parent = spawn(
      process.execPath,
      [
        ...['--import', 'tsx', '--input-type=module', '-e'],
        `const { startChild } = await import('${module}')
         const child = await startChild({ name: 'grandchild', command: process.execPath, args: ['-e', "${FOREVER}"],
           readyTimeoutMs: 15000, stopSignal: 'SIGTERM', stopTimeoutMs: 1000 })
         console.log(child.pid)
         ${FOREVER}`,
      ],
      { cwd: new URL('../..', import.meta.url).pathname, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string]
    const grandchild = markOf(Number(line))
    expect(grandchild).toBeDefined()
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    // tail ends when the process that it is told to watch does.
    execFileSync('tail', ['--pid', line, '-f', '/dev/null'], { timeout: 10_000 })
    expect(grandchild !== undefined && isAlive(grandchild)).toBe(false)
  })
})
