import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSpeech } from '../../../src/adapters/speech/create-speech.ts'
import { httpProvider } from '../../../src/adapters/speech/http-provider.ts'
import { createKeptSpeech } from '../../../src/adapters/speech/kept-speech.ts'
import { createPersonalSpeech } from '../../../src/adapters/speech/personal-speech.ts'
import type { CallId } from '../../../src/domain/ids.ts'
import { deferred } from '../../../src/lib/deferred.ts'
import type { SpeechProvider, SpokenSound, SpokenText } from '../../../src/runtime/speech.ts'
import { scratch } from '../../support/scratch.ts'

const CALL = 'call_01K00000000000000000000001' as CallId
const say = (text: string): SpokenText => ({ text, language: 'zh', pace: 'standard' })
const silentLog = { debug() {}, info() {}, warn() {}, error() {} }

function room(speak: SpeechProvider['speak'], more: { mostBytes?: number; mustBeTmpfs?: boolean } = {}) {
  const { path } = scratch()
  const time = { now: Date.now() }
  const outcomes: string[] = []
  const warnings: object[] = []
  const directory = join(path, 'speech')
  const spool = join(path, 'spool', 'speech')
  const now = () => time.now
  const speech = createSpeech({
    provider: { recipe: 'test', speak, close: async () => undefined },
    kept: createKeptSpeech({ directory, mostBytes: more.mostBytes ?? 1_000_000, now }),
    personal: createPersonalSpeech({ directory: spool, mustBeTmpfs: more.mustBeTmpfs ?? false, now }),
    timeoutMs: 5_000,
    observer: { spoken: (outcome) => outcomes.push(outcome) },
    log: { ...silentLog, warn: (fields: object) => warnings.push(fields) } as never,
    monotonic: () => performance.now(),
  })
  onTestFinished(() => speech.close())
  return { speech, directory, spool, time, outcomes, warnings }
}

/** Says each text in as many bytes as it has characters. */
const parrot: SpeechProvider['speak'] = async ({ text }) => ({ ok: true, wav: Buffer.from(text) })

describe('fixed texts', () => {
  it('are spoken once, however many ask, and kept', async () => {
    let times = 0
    const { promise, resolve } = deferred<SpokenSound>()
    const { speech, outcomes } = room(() => {
      times += 1
      return promise
    })
    const all = Promise.all([speech.fixed(say('早')), speech.fixed(say('早')), speech.fixed(say('早'))])
    resolve({ ok: true, wav: Buffer.from('zao') })
    const files = await all
    expect(new Set(files).size).toBe(1)
    expect(readFileSync(files[0] ?? '', 'utf8')).toBe('zao')
    expect(statSync(files[0] ?? '').mode & 0o777).toBe(0o644)
    expect(await speech.fixed(say('早'))).toBe(files[0])
    expect([times, outcomes]).toEqual([1, ['made', 'kept']])
  })

  it('differ by language and pace', async () => {
    const { speech } = room(parrot)
    const files = await Promise.all([
      speech.fixed(say('a')),
      speech.fixed({ ...say('a'), language: 'en' }),
      speech.fixed({ ...say('a'), pace: 'slow' }),
    ])
    expect(new Set(files).size).toBe(3)
  })

  it('take a bounded room: what was needed longest ago goes first', async () => {
    const { speech, directory, time } = room(parrot, { mostBytes: 10 })
    const first = (await speech.fixed(say('aaaa'))) ?? ''
    time.now += 100_000
    const second = (await speech.fixed(say('bbbb'))) ?? ''
    time.now += 100_000
    await speech.fixed(say('aaaa'))
    time.now += 100_000
    await speech.fixed(say('cccc'))
    expect([existsSync(first), existsSync(second), readdirSync(directory).length]).toEqual([true, false, 2])
  })

  it('are spoken anew where somebody has removed the file', async () => {
    const { speech, directory } = room(parrot)
    const file = (await speech.fixed(say('a'))) ?? ''
    const { rmSync } = await import('node:fs')
    rmSync(file)
    expect(await speech.fixed(say('a'))).toBe(file)
    expect(readdirSync(directory)).toHaveLength(1)
  })
})

describe('texts about a caller', () => {
  it('are memory for the group of the spool alone, and gone once they are heard', async () => {
    const { speech, spool, directory } = room(parrot)
    const file = (await speech.personal(CALL, say('张三'))) ?? ''
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect([readdirSync(spool).length, existsSync(directory)]).toEqual([1, false])
    speech.heard([file, '/etc/passwd', join(spool, '..', 'rec.raw')])
    await expect.poll(() => readdirSync(spool)).toEqual([])
    expect(existsSync('/etc/passwd')).toBe(true)
  })

  it('are gone at the end, and their folder with them', async () => {
    const { speech, spool } = room(parrot)
    await speech.personal(CALL, say('张三'))
    await speech.close()
    expect(existsSync(spool)).toBe(false)
  })

  it('stay silent where only a disk is there, unless that will do', async () => {
    const { speech, warnings, outcomes } = room(parrot, { mustBeTmpfs: true })
    const written = await speech.personal(CALL, say('张三'))
    // A machine whose temporary files are memory has some.
    expect([written === undefined, outcomes[0]]).toEqual(
      written === undefined ? [true, 'unwritable'] : [false, 'made'],
    )
    expect(JSON.stringify(warnings)).not.toContain('张三')
  })

  it('that a dead process has left behind go by their age', async () => {
    const { path } = scratch()
    const directory = join(path, 'speech')
    const now = () => Date.now()
    const earlier = createPersonalSpeech({ directory, mustBeTmpfs: false, now })
    const old = (await earlier.write(Buffer.from('x'))) ?? ''
    const fresh = (await earlier.write(Buffer.from('y'))) ?? ''
    utimesSync(old, new Date(), new Date(Date.now() - 700_000))
    await createPersonalSpeech({ directory, mustBeTmpfs: false, now }).sweep()
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true])
  })
})

describe('a provider in trouble', () => {
  it('makes silence, told once for each reason', async () => {
    const { speech, warnings, outcomes } = room(async () => ({ ok: false, reason: 'away' }))
    expect(await speech.fixed(say('a'))).toBeUndefined()
    expect(await speech.personal(CALL, say('b'))).toBeUndefined()
    expect(warnings).toEqual([{ reason: 'away' }])
    expect(outcomes).toEqual(['failed', 'failed'])
  })

  it('collects a bounded number of texts', async () => {
    const { promise, resolve } = deferred<SpokenSound>()
    const { speech, outcomes } = room(() => promise)
    const all = Array.from({ length: 50 }, (_, n) => speech.personal(CALL, say(`${n}`)))
    await expect.poll(() => outcomes.length).toBe(6)
    expect(new Set(outcomes)).toEqual(new Set(['busy']))
    resolve({ ok: false, reason: 'away' })
    await Promise.all(all)
  })
})

describe('a speech service', () => {
  async function asked(
    answer: RequestListener,
    convert = async (wav: Uint8Array) => ({ type: 'converted' as const, wav }),
  ) {
    const server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/speak`
    const provider = httpProvider({ url, token: () => 'secret', convert, close: async () => undefined })
    return provider.speak(say('张三，您好'), AbortSignal.timeout(2_000))
  }

  it('is sent the text, and its sound is converted', async () => {
    let heard = ''
    let authorization: string | undefined
    const sound = await asked(async (req, res) => {
      authorization = req.headers.authorization
      for await (const piece of req) heard += piece
      res.setHeader('content-type', 'audio/x-wav').end('RIFF')
    })
    expect(JSON.parse(heard)).toEqual({ text: '张三，您好', language: 'zh', pace: 'standard' })
    expect(authorization).toBe('Bearer secret')
    expect(sound).toEqual({ ok: true, wav: Buffer.from('RIFF') })
  })

  it.each<[string, RequestListener]>([
    ['500', (_, res) => res.writeHead(500).end()],
    ['no audio/wav', (_, res) => res.setHeader('content-type', 'text/html').end('<html>')],
    [
      'more than 16 MiB',
      (_, res) => res.setHeader('content-type', 'audio/wav').end(Buffer.alloc(17_000_000)),
    ],
    ['unreachable', (req) => req.socket.destroy()],
    ['unreachable', (_, res) => res.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ])('that answers %s makes silence', async (reason, answer) => {
    const sound = await asked(answer)
    expect(sound).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
    expect(JSON.stringify(sound)).not.toContain('张三')
  })

  it('whose sound is none makes silence', async () => {
    const invalid = async () => ({ type: 'invalid' as const, found: 'an MP3 file' })
    const sound = await asked(
      (_, res) => res.setHeader('content-type', 'audio/wav').end('ID3'),
      invalid as never,
    )
    expect(sound).toEqual({ ok: false, reason: 'the speech service answered an MP3 file' })
  })
})
