/** Prompts by REST, over real files. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPromptLibrary } from '../../../src/adapters/prompts/library.ts'
import { makePrompts } from '../../../src/adapters/prompts/make-prompts.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { scratch } from '../../support/scratch.ts'
import { studioTone } from '../prompts/tone-wav.ts'
import { codeOf, startApi, TOKEN, World } from './support.ts'

const TEXTS = 'hello:\n  zh: 您好。\n  en: Hello.\nbye:\n  zh: 再见。\n  en: Goodbye.\n'
const AUDIO = '/v1/prompts/zh/our-clinic/audio'

async function startWithPrompts({ make = false } = {}) {
  const place = scratch()
  const textsFile = place.write('prompts.yaml', TEXTS)
  const directory = join(place.path, 'prompts')
  if (make) await makePrompts({ textsFile, directory, languages: ['en'], log: silentLog })
  const world = new World()
  const told = { changed: 0 }
  world.prompts = {
    library: createPromptLibrary({ textsFile, directory, languages: ['zh', 'en'], log: silentLog }),
    usedBy: async (name) => (name === 'said' ? ['flow_a', 'flow_b'] : []),
    changed: () => {
      told.changed += 1
    },
  }
  const api = await startApi(world)
  const send = (method: string, path: string, bytes?: Uint8Array, headers: Record<string, string> = {}) =>
    fetch(api.origin + path, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'audio/wav', ...headers },
      ...(bytes && { body: Buffer.from(bytes) }),
    })
  return { ...api, send, told, directory }
}

async function problemOf(response: Response): Promise<{ code: string; detail?: string }> {
  const { type, detail } = (await response.json()) as { type: string; detail?: string }
  return { code: type.replace('urn:cti-bridge:problem:', ''), ...(detail !== undefined && { detail }) }
}

describe('prompts', () => {
  it('are listed by language and name, page by page, with what is made, missing and the hospital’s own', async () => {
    const { ask, send } = await startWithPrompts({ make: true })
    expect((await send('PUT', AUDIO, studioTone())).status).toBe(201)
    const first = await ask('/v1/prompts?limit=3')
    expect(first.json.items.map((one: { name: string }) => one.name)).toEqual(['bye', 'hello', 'bye'])
    expect(first.json.items[0]).toMatchObject({
      language: 'en',
      text: 'Goodbye.',
      standard: { origin: 'made' },
    })
    expect(first.json.items[2]).toMatchObject({ language: 'zh', text: '再见。', standard: null, slow: null })
    const [, next] = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? []
    const second = await ask(next ?? '')
    expect(second.json.items.map((one: { name: string }) => one.name)).toEqual(['hello', 'our-clinic'])
    expect(second.json.nextCursor).toBeNull()
    const named = async (query: string) =>
      (await ask(`/v1/prompts?${query}`)).json.items.map((one: { name: string }) => one.name)
    expect(await named('origin=own')).toEqual(['our-clinic'])
    expect(await named('language=zh&origin=missing')).toEqual(['bye', 'hello'])
  })

  it('are heard whole and in parts', async () => {
    const { send } = await startWithPrompts()
    const put = await send('PUT', AUDIO, studioTone())
    const { byteLength, durationMs } = (await put.json()) as { byteLength: number; durationMs: number }
    expect(durationMs).toBe(500)
    const whole = await send('GET', AUDIO)
    expect(whole.headers.get('content-type')).toBe('audio/wav')
    expect(whole.headers.get('etag')).toBe(put.headers.get('etag'))
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(bytes.length).toBe(byteLength)
    const part = await send('GET', AUDIO, undefined, { range: 'bytes=0-3' })
    expect([part.status, await part.text()]).toEqual([206, 'RIFF'])
    expect(part.headers.get('content-range')).toBe(`bytes 0-3/${byteLength}`)
    expect((await send('GET', AUDIO, undefined, { range: `bytes=${byteLength}-` })).status).toBe(416)
    expect((await send('HEAD', AUDIO)).headers.get('content-length')).toBe(String(byteLength))
    expect(await problemOf(await send('GET', `${AUDIO}?pace=slow`))).toEqual({ code: 'prompt-unknown' })
  })

  it('are replaced while they are what was read, and flows hear of it', async () => {
    const { send, told } = await startWithPrompts()
    const etag = (await send('PUT', AUDIO, studioTone())).headers.get('etag') ?? ''
    expect((await send('PUT', AUDIO, studioTone(600), { 'if-match': etag })).status).toBe(200)
    const late = await send('PUT', AUDIO, studioTone(700), { 'if-match': etag })
    expect([late.status, await problemOf(late)]).toEqual([412, { code: 'version-changed' }])
    expect((await send('PUT', `${AUDIO}?pace=slow`, studioTone())).status).toBe(201)
    expect(told.changed).toBe(3)
  })

  it('go back to ours, or go, unless a flow says them', async () => {
    const { send, told } = await startWithPrompts()
    await send('PUT', '/v1/prompts/en/hello/audio', studioTone())
    expect((await send('DELETE', '/v1/prompts/en/hello/audio')).status).toBe(204)
    expect((await send('GET', '/v1/prompts/en/hello/audio')).status).toBe(200)
    await send('PUT', AUDIO, studioTone())
    await send('PUT', '/v1/prompts/zh/said/audio', studioTone())
    expect(told.changed).toBe(4)
    expect((await send('DELETE', AUDIO)).status).toBe(204)
    expect((await send('DELETE', AUDIO)).status).toBe(404)
    const said = await send('DELETE', '/v1/prompts/zh/said/audio')
    expect([said.status, await problemOf(said)]).toEqual([
      409,
      { code: 'prompt-in-use', detail: 'flow_a, flow_b' },
    ])
  })

  it.each([
    ['an MP3', Buffer.from('ID3\u0004 and so on'), 'found an MP3 file, expected a WAV file'],
    ['nothing', undefined, 'found nothing, expected a WAV file'],
    ['half a header', Buffer.from('RIFF\u0001\u0000\u0000\u0000WAVEfm'), 'found a WAV file that is cut off'],
  ])('take no %s', async (_, bytes, detail) => {
    const { send } = await startWithPrompts()
    const answer = await send('PUT', AUDIO, bytes)
    expect(answer.status).toBe(422)
    expect(await problemOf(answer)).toMatchObject({
      code: 'prompt-invalid',
      detail: expect.stringContaining(detail),
    })
  })

  it('take no more than 10 MB, no other media type, and only a few at once', async () => {
    const { send } = await startWithPrompts()
    const large = await send('PUT', AUDIO, new Uint8Array(10 * 1024 * 1024 + 1))
    expect([large.status, (await problemOf(large)).code]).toEqual([413, 'too-large'])
    const json = await send('PUT', AUDIO, Buffer.from('{}'), { 'content-type': 'application/json' })
    expect([json.status, await problemOf(json)]).toEqual([
      415,
      { code: 'unsupported-media-type', detail: 'audio/wav is taken here' },
    ])
    const many = await Promise.all(Array.from({ length: 8 }, () => send('PUT', AUDIO, studioTone())))
    const statuses = many.map(({ status }) => status).sort()
    expect(statuses.filter((status) => status < 300).length).toBeGreaterThanOrEqual(4)
    expect(statuses.filter((status) => status >= 300 && status !== 503)).toEqual([])
  })

  it.each([
    '/v1/prompts/zh/..%2f..%2fsecrets/audio',
    '/v1/prompts/zh/%2e%2e/audio',
    '/v1/prompts/zh/slow%2fhello/audio',
    '/v1/prompts/zh/hello.wav/audio',
    '/v1/prompts/zh/a%00b/audio',
    '/v1/prompts/fr/hello/audio',
    `/v1/prompts/zh/${'a'.repeat(61)}/audio`,
  ])('have no file at %s', async (path) => {
    const { send } = await startWithPrompts()
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await send(method, path, method === 'PUT' ? studioTone() : undefined)
      expect([method, answer.status]).toEqual([method, 404])
    }
  })

  it('say so when the disk is full', async () => {
    const { ask } = await startApi()
    const answer = await ask(AUDIO, { method: 'PUT', headers: { 'content-type': 'audio/wav' }, body: 'x' })
    expect([answer.status, codeOf(answer), answer.json.detail]).toEqual([
      503,
      'prompts-unwritable',
      'the disk is full',
    ])
  })
})
