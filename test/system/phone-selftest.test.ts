import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { toneDb } from '../support/audio/goertzel.ts'
import { type Call, createPhone, createTrunk, type Phone, type PhoneOptions } from '../support/phone/index.ts'

/**
 * The measuring instruments measure each other: two phones on loopback, no switch between them. Tones of the two sides
 * differ, so that hearing oneself would not pass.
 */
const HZ_A = 440
const HZ_B = 1000
const SOON = { withinMs: 5000 }

const open: Phone[] = []

async function phone(options: PhoneOptions = {}): Promise<Phone> {
  const made = await createPhone(options)
  open.push(made)
  return made
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

async function talking(a: PhoneOptions = {}, b: PhoneOptions = {}): Promise<{ caller: Call; callee: Call }> {
  const from = await phone({ extension: 'a', tone: HZ_A, ...a })
  const to = await phone({ extension: 'b', tone: HZ_B, answer: 'auto', ...b })
  const caller = await from.call(to.uri)
  const callee = await to.nextIncoming({ timeoutMs: 5000 })
  await Promise.all([caller.waitFor('answered', 5000), callee.waitFor('confirmed', 5000)])
  return { caller, callee }
}

describe('a call between two phones', () => {
  test('rings, is answered, carries tones both ways, and ends at both', async () => {
    const { caller, callee } = await talking()
    await Promise.all([caller.audio.heard(HZ_B, SOON), callee.audio.heard(HZ_A, SOON)])
    expect(caller.events.map((event) => event.type)).toEqual(['trying', 'ringing', 'answered'])
    await caller.hangUp()
    expect(await callee.waitFor('ended', 5000)).toMatchObject({ by: 'remote', reason: 'hungUp' })
    expect(caller.ending).toMatchObject({ by: 'local', reason: 'hungUp' })
    expect(caller.audio.counts.packets).toBeGreaterThan(5)
    expect(caller.audio.counts.lost).toBe(0)
  })

  test('the callee may hang up too', async () => {
    const { caller, callee } = await talking()
    await callee.hangUp()
    expect(await caller.waitFor('ended', 5000)).toMatchObject({ by: 'remote', reason: 'hungUp' })
  })

  test('a tone that nobody plays is not heard, and the failure says what was', async () => {
    const { caller } = await talking()
    await caller.audio.heard(HZ_B, SOON)
    await expect(caller.audio.heard(1600, { withinMs: 400 })).rejects.toThrow(
      /1600 Hz for 200 ms: nothing within 400 ms[\s\S]*strongest 1000 Hz[\s\S]*last \d SIP messages/,
    )
    await caller.audio.notHeard(1600, { watchMs: 300 })
    await expect(caller.audio.notHeard(HZ_B, { watchMs: 1000 })).rejects.toThrow('it was heard')
    expect(caller.audio.levels([HZ_B]).get(HZ_B)).toBeGreaterThan(-15)
    expect(caller.audio.levels([1600]).get(1600)).toBeLessThan(-40)
  })

  test('what was heard can be kept as a file', async () => {
    const { caller } = await talking()
    await caller.audio.heard(HZ_B, SOON)
    const directory = await mkdtemp(join(tmpdir(), 'phone-'))
    try {
      await caller.audio.saveWav(join(directory, 'heard.wav'))
      const wav = await readFile(join(directory, 'heard.wav'))
      expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 12)).toBe('RIFFWAVE')
      const samples = Int16Array.from({ length: (wav.length - 44) / 2 }, (_, i) =>
        wav.readInt16LE(44 + 2 * i),
      )
      expect(toneDb(samples.subarray(-1600), HZ_B)).toBeGreaterThan(-15)
    } finally {
      await rm(directory, { recursive: true })
    }
  })

  test('a dead network is silence, and it comes back', async () => {
    const { caller, callee } = await talking()
    await caller.audio.heard(HZ_B, SOON)
    await expect(caller.audio.silentFor(300, { withinMs: 600 })).rejects.toThrow('silence for 300 ms')
    callee.media.stop()
    await caller.audio.silentFor(300)
    callee.media.resume()
    await caller.audio.heard(HZ_B, SOON)
    callee.media.play({ hz: 700 })
    await caller.audio.heard(700, SOON)
  })

  test('keys pressed at one side arrive at the other, once each', async () => {
    const { caller, callee } = await talking()
    await caller.sendDigits('1590*#D')
    await callee.audio.heardDigits('1590*#D', SOON)
    await callee.sendDigits('22')
    await caller.audio.heardDigits('22', SOON)
    expect(callee.audio.digits).toBe('1590*#D')
    expect(caller.audio.digits).toBe('22')
    await expect(caller.sendDigits('x')).rejects.toThrow('no such key')
  })

  test('hold stops the sound to both and tells the other side; unhold brings it back', async () => {
    const { caller, callee } = await talking()
    await callee.audio.heard(HZ_A, SOON)
    const held = callee.next('held', 5000)
    await caller.hold()
    await held
    expect(caller.mediaDirection).toBe('sendonly')
    expect(callee.mediaDirection).toBe('recvonly')
    expect(callee.sdp.local).toContain('a=recvonly')
    await Promise.all([caller.audio.silentFor(300), callee.audio.silentFor(300)])
    const resumed = callee.next('resumed', 5000)
    await caller.unhold()
    await resumed
    await Promise.all([caller.audio.heard(HZ_B, SOON), callee.audio.heard(HZ_A, SOON)])
  })

  test('two phones that hold at the same moment both succeed in the end', async () => {
    const { caller, callee } = await talking()
    await Promise.all([caller.hold(), callee.hold()])
    expect(caller.mediaDirection).toBe('inactive')
    expect(callee.mediaDirection).toBe('inactive')
  })

  test('an INVITE without an offer is answered in the ACK', async () => {
    const from = await phone({ tone: HZ_A })
    const to = await phone({ tone: HZ_B, answer: 'auto' })
    const caller = await from.call(to.uri, { delayedOffer: true })
    const callee = await to.nextIncoming({ timeoutMs: 5000 })
    await Promise.all([caller.audio.heard(HZ_B, SOON), callee.audio.heard(HZ_A, SOON)])
  })
})

describe('a call that is not answered', () => {
  test('early media is heard before the answer', async () => {
    const from = await phone()
    const to = await phone({ tone: HZ_B })
    const caller = await from.call(to.uri)
    const callee = await to.nextIncoming({ timeoutMs: 5000 })
    await callee.ring({ earlyMedia: true })
    await caller.waitFor('earlyMedia', 5000)
    await caller.audio.heard(HZ_B, SOON)
    expect(caller.state).toBe('earlyMedia')
    await callee.answer()
    await caller.waitFor('answered', 5000)
  })

  test('a refusal carries its status', async () => {
    const from = await phone()
    const to = await phone({ answer: { refuse: 486 } })
    const caller = await from.call(to.uri)
    expect(await caller.waitFor('ended', 5000)).toMatchObject({
      by: 'remote',
      reason: 'refused',
      sipStatus: 486,
    })
    await expect(caller.waitFor('answered', 5000)).rejects.toThrow(
      'the call has ended: refused by remote, 486',
    )
  })

  test('the caller cancels, and the reason reaches the callee', async () => {
    const from = await phone()
    const to = await phone()
    const caller = await from.call(to.uri)
    const callee = await to.nextIncoming({ timeoutMs: 5000 })
    await callee.ring()
    await caller.waitFor('ringing', 5000)
    const reason = 'SIP;cause=200;text="Call completed elsewhere"'
    expect(await caller.cancel({ headers: { Reason: reason } })).toMatchObject({
      reason: 'cancelled',
      sipStatus: 487,
    })
    expect(await callee.waitFor('ended', 5000)).toMatchObject({
      by: 'remote',
      reason: 'cancelled',
      reasonHeader: reason,
    })
  })

  test('CANCEL and 200 cross: the callee is hung up, not left talking', async () => {
    const from = await phone()
    const to = await phone()
    const caller = await from.call(to.uri)
    const callee = await to.nextIncoming({ timeoutMs: 5000 })
    // With its media open already, the callee's 200 leaves before it can see the CANCEL.
    await callee.ring({ earlyMedia: true })
    await caller.waitFor('earlyMedia', 5000)
    const [ending] = await Promise.all([caller.cancel(), callee.answer()])
    expect(ending).toMatchObject({ by: 'local', reason: 'cancelled', sipStatus: 200 })
    expect(await callee.waitFor('ended', 5000)).toMatchObject({ by: 'remote', reason: 'hungUp' })
    expect(caller.messages.filter(({ text }) => /^(CANCEL|BYE) /.test(text))).toHaveLength(2)
  })

  test('a phone that takes one call refuses the second', async () => {
    const { caller } = await talking({}, { maxCalls: 1 })
    const third = await phone()
    const second = await third.call(caller.remote.uri)
    expect(await second.waitFor('ended', 5000)).toMatchObject({ sipStatus: 486 })
  })

  test('a phone that lost power leaves the caller waiting, and a killed call says so', async () => {
    const { caller, callee } = await talking({ t1Ms: 10 })
    const callees = open[1]
    const deaf = callee.audio.heard(2000, { withinMs: 60_000 })
    callees?.kill()
    await expect(deaf).rejects.toThrow('killed')
    expect(caller.state).toBe('answered')
    await caller.audio.silentFor(300)
    await expect(caller.hangUp()).rejects.toThrow('the answer to BYE')
  })
})

describe('more than two', () => {
  test('a referred phone calls the third and reports it', async () => {
    const { caller, callee } = await talking()
    const third = await phone({ extension: 'c', tone: 1400, answer: 'auto' })
    await callee.refer(third.uri)
    const there = await third.nextIncoming({ timeoutMs: 5000 })
    await there.audio.heard(HZ_A, SOON)
    expect(await caller.waitFor('referred', 5000)).toMatchObject({ to: third.uri })
    await callee.waitFor('referProgress', 5000)
    const done = callee.events.some((event) => event.type === 'referProgress' && event.sipStatus === 200)
    if (!done) expect(await callee.next('referProgress', 5000)).toMatchObject({ sipStatus: 200 })
  })

  test('a trunk shows any number and any name, in any character set', async () => {
    const trunk = await createTrunk()
    open.push(trunk)
    const to = await phone({ answer: 'auto' })
    const gbk = Uint8Array.of(0xd5, 0xc5, 0xc8, 0xfd)
    await trunk.call(to.uri, { from: { number: '13800000001', displayName: gbk } })
    const first = await to.nextIncoming({ timeoutMs: 5000 })
    expect(first.remote).toMatchObject({ number: '13800000001', displayName: '张三' })
    await trunk.call(to.uri, {
      from: { number: '+8613800000002', displayName: '李 "四"' },
      headers: { 'X-Note': '值' },
    })
    const second = await to.nextIncoming({ timeoutMs: 5000 })
    expect(second.remote).toMatchObject({ number: '+8613800000002', displayName: '李 "四"' })
    expect(second.header('X-Note')).toBe('值')
  })

  test('sixty phones talk in thirty calls at once', async () => {
    const calls = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const from = await phone({ tone: 300 + 50 * i })
        const to = await phone({ tone: 325 + 50 * i, answer: 'auto' })
        const caller = await from.call(to.uri)
        return { caller, callee: await to.nextIncoming({ timeoutMs: 20_000 }), i }
      }),
    )
    await Promise.all(
      calls.flatMap(({ caller, callee, i }) => [
        caller.audio.heard(325 + 50 * i, { withinMs: 20_000 }),
        callee.audio.heard(300 + 50 * i, { withinMs: 20_000 }),
      ]),
    )
  })
})
