/** Receivers whose answers mean harm: every try has an outcome, in time, and the sender goes on. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createSender } from '../../../src/adapters/webhook/sender.ts'
import { newSecret } from '../../../src/adapters/webhook/sign.ts'
import { machineClock } from '../../../src/runtime/clock.ts'
import { dice } from '../../support/hostile/dice.ts'
import { hostileAnswer } from '../../support/hostile/http-answers.ts'
import { allowing } from './support/site.ts'

const ANSWERS = 300
const AT_ONCE = 8

test('whatever a receiver answers, a try ends, and the next one is made', async ({ task }) => {
  const roll = dice(9_112)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    socket.once('data', () => socket.end(hostileAnswer(roll)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const sender = createSender({ allow: allowing('127.0.0.0/8'), timeoutMs: 3_000, clock: machineClock() })
  const secrets = [newSecret()]
  const outcomes = new Map<string, number>()
  try {
    let left = ANSWERS
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) {
          const outcome = await sender.deliver(url, secrets, {
            id: 'site_main-1',
            body: '{}',
            traceparent: '00-1-2-00',
          })
          const told = outcome.type === 'failed' ? outcome.why : outcome.type
          outcomes.set(told, (outcomes.get(told) ?? 0) + 1)
        }
      }),
    )
  } finally {
    await sender.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  expect([...outcomes.values()].reduce((sum, n) => sum + n, 0)).toBe(ANSWERS)
  // Not all alike: some were HTTP, some were not.
  expect(outcomes.get('delivered') ?? 0).toBeGreaterThan(0)
  expect(outcomes.size).toBeGreaterThan(2)
  task.meta.tried = { "webhook receivers' answers": ANSWERS }
})
