import { afterEach, describe, expect, test } from 'vitest'
import { toneDb } from '../support/audio/goertzel.ts'
import { baresipCalls, baresipMissing } from '../support/baresip/baresip.ts'
import { createPhone, type Phone, type PhoneOptions } from '../support/phone/index.ts'
import { runSipp, startSipp } from '../support/sipp/index.ts'

/** The simulated phones against SIP implementations by others. */

const closers: (() => Promise<unknown>)[] = []

async function phone(options: PhoneOptions = {}): Promise<Phone> {
  const made = await createPhone(options)
  closers.push(() => made.close())
  return made
}

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

function at({ address: { host, port } }: Phone): string {
  return `${host}:${port}`
}

describe('sipp', () => {
  test('ten calls by sipp are answered and end', async () => {
    const callee = await phone({ answer: 'auto' })
    const { exit, stats, errors } = await runSipp({
      scenario: 'uac-bye',
      target: at(callee),
      calls: 10,
      rate: 20,
      pauseMs: 200,
      timeoutMs: 20_000,
    })
    expect({ exit, errors }).toEqual({ exit: 0, errors: '' })
    expect(stats).toMatchObject({ created: 10, successful: 10, failed: 0 })
    expect(callee.callCount).toBe(0)
  })

  test('a call that sipp cancels ends here with 487', async () => {
    const callee = await phone()
    callee.onIncoming((call) => void call.ring())
    const result = await runSipp({
      scenario: 'uac-cancel',
      target: at(callee),
      pauseMs: 200,
      timeoutMs: 20_000,
    })
    const call = await callee.nextIncoming({ timeoutMs: 1000 })
    expect(result).toMatchObject({ exit: 0, errors: '' })
    expect(call.ending).toMatchObject({ by: 'remote', reason: 'cancelled', sipStatus: 487 })
  })

  test('sipp fails, and says so, when the callee refuses', async () => {
    const callee = await phone({ answer: { refuse: 603 } })
    const result = await runSipp({ scenario: 'uac-bye', target: at(callee), timeoutMs: 20_000 })
    expect(result).toMatchObject({ exit: 1, stats: { failed: 1, successful: 0 } })
    expect(result.errors).toContain('603')
  })

  test('sipp that gets no end is killed at its deadline', async () => {
    const callee = await phone({ answer: 'manual' })
    await expect(runSipp({ scenario: 'uac-bye', target: at(callee), timeoutMs: 1500 })).rejects.toThrow(
      "sipp wasn't done after 1500 ms",
    )
  })

  test.runIf(process.getuid?.() === 0)('keys that sipp plays by RFC 4733 are heard', async () => {
    const callee = await phone({ answer: 'auto' })
    const run = await startSipp({
      scenario: 'uac-digits',
      target: at(callee),
      digits: '19*0#',
      pauseMs: 200,
      timeoutMs: 20_000,
    })
    const call = await callee.nextIncoming({ timeoutMs: 5000 })
    expect((await run.done).exit).toBe(0)
    expect(call.audio.digits).toBe('19*0#')
  })

  test('a call to sipp is answered, and hung up from here', async () => {
    const run = await startSipp({ scenario: 'uas-answer', timeoutMs: 20_000 })
    const caller = await phone()
    const call = await caller.call(`sip:service@127.0.0.1:${run.port}`)
    await call.waitFor('ringing', 5000)
    await call.waitFor('answered', 5000)
    await call.hangUp()
    expect(await run.done).toMatchObject({ exit: 0, errors: '' })
  })

  test('sipp that never answers is cancelled', async () => {
    const run = await startSipp({ scenario: 'uas-no-answer', timeoutMs: 20_000 })
    const caller = await phone()
    const call = await caller.call(`sip:service@127.0.0.1:${run.port}`)
    await call.waitFor('ringing', 5000)
    expect(await call.cancel()).toMatchObject({ by: 'local', sipStatus: 487 })
    expect(await run.done).toMatchObject({ exit: 0, errors: '' })
  })

  test('sipp that is busy ends the call with 486', async () => {
    const run = await startSipp({ scenario: 'uas-busy', timeoutMs: 20_000 })
    const caller = await phone()
    const call = await caller.call(`sip:service@127.0.0.1:${run.port}`)
    expect(await call.waitFor('ended', 5000)).toMatchObject({ by: 'remote', sipStatus: 486 })
    expect(await run.done).toMatchObject({ exit: 0, errors: '' })
  })

  test('an INVITE is sent again until somebody listens', async () => {
    const silent = await phone()
    const { port } = silent.address
    silent.kill()
    const caller = await phone({ t1Ms: 100 })
    const call = await caller.call(`sip:service@127.0.0.1:${port}`)
    const late = await startSipp({ scenario: 'uas-answer', timeoutMs: 20_000, port })
    closers.push(() => late.stop())
    await call.waitFor('answered', 8000)
    expect(call.messages.filter(({ text }) => text.startsWith('INVITE')).length).toBeGreaterThan(1)
  })
})

describe('baresip', () => {
  const missing = baresipMissing()
  if (missing !== undefined) console.log(`NOT RUN: baresip calls our phone (${missing})`)

  test.skipIf(missing !== undefined)('calls our phone, and each hears the other', async () => {
    const callee = await phone({ extension: 'callee', answer: 'auto', tone: 1000 })
    const witness = await baresipCalls(callee.uri, 440)
    const stopped: { wav: Buffer; output: string }[] = []
    closers.push(async () => stopped.length === 0 && witness.stop())
    const call = await callee.nextIncoming({ timeoutMs: 10_000 })
    await call.waitFor('confirmed', 5000)
    await call.audio.heard(440, { withinMs: 10_000, forMs: 1000 })
    await call.hangUp()
    const { wav, output } = await witness.stop()
    stopped.push({ wav, output })
    const samples = Int16Array.from({ length: (wav.length - 44) >> 1 }, (_, i) => wav.readInt16LE(44 + i * 2))
    const late = samples.subarray(-4000)
    expect(toneDb(late, 1000), output).toBeGreaterThan(-20)
    expect(toneDb(late, 440), output).toBeLessThan(-40)
  })
})
