/** A hospital's information system for flows to ask, on this machine: tests say what it answers at each path. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A status, a body to be sent as JSON, or `never`: the question stays open. */
export type HisAnswer = number | object | 'never'

export interface HisRequest {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly body: unknown
}

export interface HospitalSystem {
  readonly url: string
  /** Every question so far, oldest first. */
  readonly requests: readonly HisRequest[]
  close(): Promise<void>
}

/** @param answerOf what is answered at a path, without its query; undefined is 404 */
export async function startHospitalSystem(
  answerOf: (path: string) => HisAnswer | undefined,
): Promise<HospitalSystem> {
  const requests: HisRequest[] = []
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const path = request.url ?? ''
    requests.push({ method: request.method ?? '', path, body: text === '' ? undefined : JSON.parse(text) })
    const answer = answerOf(path.split('?')[0] ?? '') ?? 404
    if (answer === 'never') return
    if (typeof answer === 'number') response.writeHead(answer).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
