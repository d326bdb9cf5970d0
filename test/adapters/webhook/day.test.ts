/**
 * A receiver is away for a day, and calls go on. Nothing is lost, what waits costs no memory, and when the receiver is
 * back all of it comes soon, not when the timetable says. The day is a short one: the first tries follow each other in
 * milliseconds, and then comes one in fourteen hours, which nobody waits for.
 *
 * With CTI_TEST_WEBHOOK_EVENTS=50000 it is as many events as a large house has in a day.
 */
import { fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReceiver } from '../../../scripts/lib/webhook-receiver.ts'
import { createCallSealing } from '../../../src/adapters/crypto/call-private.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'
import { startSite, until } from './support/site.ts'
import type { WorkerOptions } from './support/worker.ts'

const EVENTS = Number(process.env['CTI_TEST_WEBHOOK_EVENTS'] ?? 300)
const PER_CALL = 10
const ROUNDS = 5
const DELAYS_MS = [0, 5, 10, 20, 40, 14 * 3_600_000]
/** What a process may take more for the whole backlog than for its first fifth; garbage that lies about is part of it. */
const MOST_GROWTH_KB = 96 * 1_024
const WITHIN_MS = 60_000 + EVENTS * 60

let redis: OwnRedis
beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(() => redis.remove())

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

test('a receiver that was away for a day gets everything, in order and once, soon after it is back', {
  timeout: 3 * WITHIN_MS,
}, async () => {
  const masterKey = randomBytes(32)
  const secrets: string[] = []
  const accepted: { readonly subject: string; readonly sequence: number; readonly id: string }[] = []
  let isAway = true
  const receiver = await startReceiver({
    secrets: () => secrets,
    async answer({ event }) {
      if (isAway) return 503
      accepted.push({ subject: event.subject, sequence: Number(event.sequence), id: event.id })
      return 204
    },
  })
  const site = await startSite({ redis: redis.server, quiet: true, sealing: createCallSealing([masterKey]) })
  const database = new pg.Client(site.store.database)
  await database.connect()
  const endpoint = await site.endpoint({ url: receiver.url })
  secrets.push(endpoint.secret)
  const options: WorkerOptions = {
    siteId: site.siteId,
    database: site.store.database,
    redis: redis.server,
    masterKey: masterKey.toString('hex'),
    delaysMs: DELAYS_MS,
    awakenWithinMs: 200,
  }
  const worker = fork(new URL('./support/worker.ts', import.meta.url), [JSON.stringify(options)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const pairs = async () => {
    const { rows } = await database.query(
      `select count(*)::int as waiting, count(*) filter (where retry_at > now() + interval '1 hour')::int as late
         from webhook_pairs`,
    )
    return rows[0] as { waiting: number; late: number }
  }
  try {
    await once(worker, 'message')
    const pid = worker.pid ?? 0
    const resident: number[] = []
    const callsInRound = EVENTS / PER_CALL / ROUNDS
    for (let round = 0; round < ROUNDS; round += 1) {
      const calls = Array.from({ length: callsInRound }, (_, n) => ({ subject: `call_${round}_${n}` }))
      for (let n = 0; n < PER_CALL; n += 1) await site.happen(...calls)
      const all = callsInRound * (round + 1)
      await until(async () => (await pairs()).late === all, pairs, WITHIN_MS)
      resident.push(residentKb(pid))
    }
    expect(accepted).toEqual([])
    process.stdout.write(`backlog of ${EVENTS} events; RSS of the worker in MiB after each fifth: `)
    process.stdout.write(`${resident.map((kb) => Math.round(kb / 1_024)).join(', ')}\n`)
    expect((resident.at(-1) ?? Infinity) - (resident[0] ?? 0)).toBeLessThan(MOST_GROWTH_KB)

    isAway = false
    await site.happen({ subject: 'call_new' })
    await until(async () => accepted.length >= EVENTS + 1, pairs, WITHIN_MS)
    await until(async () => (await pairs()).waiting === 0, pairs, WITHIN_MS)

    expect(new Set(accepted.map(({ id }) => id)).size).toBe(EVENTS + 1)
    expect(accepted).toHaveLength(EVENTS + 1)
    const bySubject = new Map<string, number[]>()
    for (const { subject, sequence } of accepted)
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), sequence])
    const expected = Array.from({ length: PER_CALL }, (_, n) => n + 1)
    for (const [subject, sequences] of bySubject)
      if (subject !== 'call_new') expect(sequences, subject).toEqual(expected)
    const [standing] = await site.store.webhooks.standings(site.siteId)
    expect(standing).toMatchObject({ waiting: 0, deadLetters: 0 })
  } finally {
    worker.kill('SIGKILL')
    await database.end()
    await receiver.close()
    await site.close()
  }
})
