/** An HIS whose answers mean harm: every question has an answer, in time, and the next one is put. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createSources } from '../../../src/adapters/his/sources.ts'
import { dice } from '../../support/hostile/dice.ts'
import { hostileAnswer } from '../../support/hostile/http-answers.ts'

const ANSWERS = 300
const AT_ONCE = 8
const LEGAL_BODY = '{"patients":[{"id":"1"}]}'

test('whatever a source answers, a question ends, and the next one is put', async ({ task }) => {
  const roll = dice(6_901)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    socket.once('data', () => socket.end(hostileAnswer(roll, LEGAL_BODY)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sources = createSources({
    sources: { his: { url, tokenFile: null, timeoutMs: 3_000 } },
    observer: { asked: () => undefined },
    monotonic: () => performance.now(),
  })
  const answers = new Map<string, number>()
  try {
    let left = ANSWERS
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) {
          const answer = await sources.ask(
            'his',
            { method: 'GET', path: '/x', query: {} },
            new AbortController().signal,
          )
          const told = answer.type === 'failed' ? answer.why : answer.type
          answers.set(told, (answers.get(told) ?? 0) + 1)
        }
      }),
    )
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  expect([...answers.values()].reduce((sum, n) => sum + n, 0)).toBe(ANSWERS)
  // Not all alike: some could be used, some could not.
  expect(answers.get('answered') ?? 0).toBeGreaterThan(0)
  expect(answers.get('invalid') ?? 0).toBeGreaterThan(0)
  task.meta.tried = { 'answers of a HIS': ANSWERS }
})
