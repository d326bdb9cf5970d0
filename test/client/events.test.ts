import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { readEvents } from '../../src/client/client.ts'

/** Answers each request with these pieces, one write each. */
async function streaming(pieces: readonly string[], status = 200, type = 'text/event-stream') {
  const asked: { url: string; authorization: string | undefined }[] = []
  const server = createServer(async (req, res) => {
    asked.push({ url: req.url ?? '', authorization: req.headers.authorization })
    res.writeHead(status, { 'content-type': type })
    for (const piece of pieces) await new Promise<void>((resolve) => res.write(piece, () => resolve()))
    res.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { asked, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'a-token' }
}

const block = (id: string, type: string, data: object) =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`

it('gives each event, however its bytes are cut, and passes over what only says that the line is up', async () => {
  const text = `: up\nid: site_main-1\n\n${block('site_main-2', 'cti.agent.ready.v1', { subject: '李娜' })}`
  const { asked, ...options } = await streaming([...text])
  const seen = []
  for await (const event of readEvents({ ...options, after: 'site_main-0', types: 'cti.agent.*' }))
    seen.push(event)
  expect(seen).toEqual([{ id: 'site_main-2', type: 'cti.agent.ready.v1', event: { subject: '李娜' } }])
  expect(asked).toEqual([
    { url: '/v1/events?after=site_main-0&types=cti.agent.*', authorization: 'Bearer a-token' },
  ])
})

it('throws the problem when there is no place left', async () => {
  const problem = { type: 'urn:cti-bridge:problem:stream-full', title: 'full', status: 503, requestId: 'r' }
  const { asked: _, ...options } = await streaming([JSON.stringify(problem)], 503, 'application/problem+json')
  await expect(readEvents(options).next()).rejects.toMatchObject({ code: 'stream-full', status: 503 })
})

it('holds no event without an end', async () => {
  const { asked: _, ...options } = await streaming(Array.from({ length: 11 }, () => 'x'.repeat(100_000)))
  await expect(readEvents(options).next()).rejects.toThrow('without an end')
})
