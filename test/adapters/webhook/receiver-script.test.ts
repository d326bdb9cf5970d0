/** `scripts/webhook-receiver`, as an integrator uses it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import { testMessage } from '../../../src/adapters/webhook/message.ts'
import { createSender } from '../../../src/adapters/webhook/sender.ts'
import { newSecret } from '../../../src/adapters/webhook/sign.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import { allowing } from './support/site.ts'

const SCRIPT = new URL('../../../scripts/webhook-receiver', import.meta.url).pathname
const running: ChildProcess[] = []
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(SCRIPT, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  const lines = { out: [] as string[], err: [] as string[] }
  const out = createInterface(child.stdout)
  out.on('line', (line) => lines.out.push(line))
  createInterface(child.stderr).on('line', (line) => lines.err.push(line))
  return { child, lines, out, ended: once(child, 'close').then(([code]) => code as number) }
}

test('it verifies, prints, refuses what others have signed, and ends when told', async () => {
  const secret = newSecret()
  const { child, lines, out, ended } = run(['--port', '0'], { WEBHOOK_SECRET: secret })
  await once(out, 'line')
  const url = lines.out[0]?.replace('listening on ', '') ?? ''
  const sender = createSender({ allow: allowing('127.0.0.1'), timeoutMs: 5_000, clock: machineClock() })
  const message = testMessage('site_main', 'webhook_x', '01J', Date.UTC(2026, 2, 2))
  const printed = once(out, 'line')
  expect(await sender.deliver(url, [newSecret(), secret], message)).toMatchObject({ status: 204 })
  await printed
  expect(lines.out[1]).toBe(
    '2026-03-02T00:00:00.000Z webhook_x #0 cti.webhook.test.v1 {"webhookId":"webhook_x"}',
  )
  expect(await sender.deliver(url, [newSecret()], message)).toMatchObject({ status: 401 })
  sender.close()
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(lines.err.join()).toContain('refused: No matching signature found')
})

test.each([
  ['no secret', [], 'WEBHOOK_SECRET'],
  ['what is no secret', ['--secret', 'hunter2-hunter2-hunter2'], 'whsec_ and base64'],
  ['what is no port', ['--secret', newSecret(), '--port', '70000'], '--port'],
  ['an option too many', ['--verbose'], '--help'],
])('given %s it says so', async (_, args, said) => {
  const { lines, ended } = run(args, { WEBHOOK_SECRET: '' })
  expect(await ended).toBe(2)
  expect(lines.err.join('\n')).toContain(said)
  expect(lines.err.join('\n')).not.toContain('hunter2')
})
