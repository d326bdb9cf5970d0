/**
 * A receiver that fails one time in ten, workers killed and Redis emptied again and again: each call's events come in
 * order, none is missing, and what comes twice has the same id.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReceiver } from '../../../scripts/lib/webhook-receiver.ts'
import { createCallSealing } from '../../../src/adapters/crypto/call-private.ts'
import { type OwnRedis, ownRedis } from '../../support/redis.ts'
import { startSite, until } from './support/site.ts'
import type { WorkerOptions } from './support/worker.ts'

const CALLS = 60
const EVENTS = 15
const HARMS = 3

let redis: OwnRedis
beforeAll(async () => {
  redis = await ownRedis()
})
afterAll(() => redis.remove())

/** First deliveries must be in order: an id seen before is a repetition, wherever it comes. */
function judge(seen: readonly (readonly [subject: string, sequence: number])[]) {
  const newest = new Map<string, number>()
  const faults: string[] = []
  for (const [subject, sequence] of seen) {
    const last = newest.get(subject) ?? 0
    if (sequence > last + 1) faults.push(`${subject}: ${sequence} after ${last}`)
    newest.set(subject, Math.max(last, sequence))
  }
  return { faults, newest }
}

test('killed workers and a forgetful Redis cost nothing but time and repetitions', {
  timeout: 240_000,
}, async () => {
  const masterKey = randomBytes(32)
  const accepted: [string, number][] = []
  const bySequence = new Map<string, Set<string>>()
  const secrets: string[] = []
  let requests = 0
  const receiver = await startReceiver({
    secrets: () => secrets,
    async answer({ event }) {
      requests += 1
      // So long that kills find deliveries under way.
      await setTimeout(5)
      if (requests % 10 === 0) return 500
      const sequence = Number(event.sequence)
      accepted.push([event.subject, sequence])
      const slot = `${event.subject}#${sequence}`
      bySequence.set(slot, (bySequence.get(slot) ?? new Set()).add(event.id))
      return 204
    },
  })
  const site = await startSite({ redis: redis.server, quiet: true, sealing: createCallSealing([masterKey]) })
  secrets.push((await site.endpoint({ url: receiver.url })).secret)
  const options: WorkerOptions = {
    siteId: site.siteId,
    database: site.store.database,
    redis: redis.server,
    masterKey: masterKey.toString('hex'),
  }
  const workers: ChildProcess[] = []
  const starting: Promise<void>[] = []
  const startWorker = async () => {
    const child = fork(new URL('./support/worker.ts', import.meta.url), [JSON.stringify(options)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await once(child, 'message')
    workers.push(child)
  }
  const flusher = new Redis({ port: redis.server.port, password: redis.server.password })
  try {
    await startWorker()
    await startWorker()
    const happening = (async () => {
      for (let n = 0; n < EVENTS; n += 1) {
        await site.happen(...Array.from({ length: CALLS }, (_, call) => ({ subject: `call_${call}` })))
        await setTimeout(30)
      }
    })()
    for (let harm = 0; harm < HARMS; harm += 1) {
      const before = accepted.length
      await until(() => accepted.length >= before + 20 || accepted.length >= CALLS * EVENTS)
      const victim = workers.shift()
      victim?.kill('SIGKILL')
      // The other one goes on meanwhile.
      starting.push(startWorker())
      await until(() => accepted.length > before + 30 || accepted.length >= CALLS * EVENTS)
      await flusher.flushall()
    }
    await happening
    const waiting = async () => (await site.store.webhooks.standings(site.siteId))[0]
    await until(
      async () => (await waiting())?.waiting === 0,
      () => accepted.length,
      60_000,
    )
    const { faults, newest } = judge(accepted)
    expect(faults).toEqual([])
    expect([...newest.values()]).toEqual(Array.from({ length: CALLS }, () => EVENTS))
    expect(await waiting()).toMatchObject({ deadLetters: 0 })
    expect([...bySequence.values()].every((ids) => ids.size === 1)).toBe(true)
    expect(bySequence.size).toBe(CALLS * EVENTS)
  } finally {
    await Promise.allSettled(starting)
    for (const worker of workers) worker.kill('SIGKILL')
    flusher.disconnect()
    await receiver.close()
    await site.close()
  }
})

test('what happens while Redis is away is delivered when it is back', async () => {
  const seen: string[] = []
  const secrets: string[] = []
  const receiver = await startReceiver({
    secrets: () => secrets,
    answer({ event }) {
      seen.push(event.id)
      return 204
    },
  })
  const own = await ownRedis()
  const site = await startSite({ redis: own.server })
  try {
    secrets.push((await site.endpoint({ url: receiver.url })).secret)
    await site.happen({ subject: 'call_a' })
    await until(() => seen.length === 1)
    await own.server.stop()
    await site.happen({ subject: 'call_a' }, { subject: 'call_a' })
    await until(async () => (await site.store.webhookOutbox.state(site.siteId)).pos === 3)
    await own.restart()
    await until(
      () => seen.length === 3,
      () => seen,
    )
    expect(seen).toEqual(['site_main-1', 'site_main-2', 'site_main-3'])
  } finally {
    await receiver.close()
    await site.close()
    await own.remove()
  }
})

test('stopped in mid-delivery, it makes that try again after the next start, and it was no failure', async () => {
  const seen: string[] = []
  const secrets: string[] = []
  let silent = true
  const receiver = await startReceiver({
    secrets: () => secrets,
    answer({ event }) {
      seen.push(event.id)
      return silent ? new Promise<never>(() => undefined) : 204
    },
  })
  const site = await startSite({ redis: redis.server, delaysMs: [0] })
  try {
    const { webhookId, secret } = await site.endpoint({ url: receiver.url })
    secrets.push(secret)
    await site.happen({ subject: 'call_a' })
    await until(() => seen.length === 1)
    const restarted = site.restart()
    silent = false
    await restarted
    await until(() => seen.length === 2)
    await until(async () => (await site.store.webhooks.standings(site.siteId))[0]?.waiting === 0)
    expect(await site.store.webhooks.deadLetters(site.siteId, webhookId, 1)).toEqual([])
  } finally {
    await receiver.close()
    await site.close()
  }
})
