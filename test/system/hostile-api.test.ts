/** The whole API, operation by operation from its own document, in the hands of somebody who means harm. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../../src/adapters/http/problems.ts'
import { talk } from '../support/fail-open.ts'
import { dice } from '../support/hostile/dice.ts'
import { type ApiDocument, type HostileRequest, hostileRequests } from '../support/hostile/requests.ts'
import { ON_EMBEDDED } from '../support/on-each-switch.ts'
import { type System, startSystem } from '../support/system.ts'

const EACH = 40
const AT_ONCE = 8
/** What a service that holds nothing back may have grown by: garbage that isn't collected yet. */
const MOST_GROWTH_MB = 250

describe(`the API in hostile hands, ${ON_EMBEDDED}`, () => {
  let system: System
  let talking: Awaited<ReturnType<typeof talk>>
  let document: ApiDocument
  beforeAll(async () => {
    system = await startSystem({
      embeddedOnly: true,
      env: {
        CTI_LOG_LEVEL: 'info',
        // What is tried is what lies behind the limits.
        CTI_HTTP_RATE_LIMITS_READS: '100000',
        CTI_HTTP_RATE_LIMITS_COMMANDS: '100000',
        CTI_HTTP_RATE_LIMITS_URGENT: '100000',
      },
    })
    talking = await talk(system)
    document = (await (await fetch(`${system.trial.apiUrl}/openapi.json`)).json()) as ApiDocument
  })
  afterAll(() => system.stop())

  /** Things that are there, but for whatever may be changed or removed: those are strangers. */
  const ids = () => ({
    callId: [talking.patient.callId, 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV'] as const,
    agentId: ['agent_fuzz', 'agent_nobody'] as const,
    queueId: ['queue_fuzz', 'queue_nobody'] as const,
    flowId: ['flow_fuzz', 'flow_hospital'] as const,
    number: ['4001', '4002'] as const,
    extension: ['1099', '1098'] as const,
    language: ['zh', 'en'] as const,
    name: ['fuzz-prompt', 'welcome'] as const,
  })

  /** What would end the talk that must go on, or never ends by itself. */
  const SPARED = new Set(['clearCall', 'readEvents'])

  async function sent({ method, path, headers, body }: HostileRequest) {
    const response = await fetch(`${system.trial.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${system.trial.apiToken}`, ...headers },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(20_000),
    })
    const type = response.headers.get('content-type') ?? ''
    if (type.startsWith('text/event-stream')) {
      await response.body?.cancel()
      return { status: response.status, type, text: '' }
    }
    return { status: response.status, type, text: Buffer.from(await response.arrayBuffer()).toString() }
  }

  it('answers every request by its document, never with a fault of its own, and holds its memory', async ({
    task,
  }) => {
    const requests = [...hostileRequests(document, EACH, ids(), dice(4_475))].filter(
      ({ operationId }) => !SPARED.has(operationId),
    )
    const before = residentMb(system.trial.service.pid)
    const wrong: string[] = []
    const answers = new Map<number, number>()
    const queue = requests.values()
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const request of queue) {
          const { status, type, text } = await sent(request)
          answers.set(status, (answers.get(status) ?? 0) + 1)
          const said = `${request.operationId}: ${request.method} ${request.path.slice(0, 200)} gave ${status}`
          if (status === 500) wrong.push(`${said} for ${request.body?.slice(0, 300)}: ${text.slice(0, 300)}`)
          else if (status >= 400) {
            const { type: urn = '' } = type.startsWith('application/problem+json')
              ? (JSON.parse(text) as { type?: string })
              : {}
            const code = urn.replace('urn:cti-bridge:problem:', '')
            if (!(PROBLEM_CODES as readonly string[]).includes(code))
              wrong.push(`${said}, which is no problem of ours: ${type} ${code}`)
          }
        }
      }),
    )
    console.log('answers by status:', Object.fromEntries([...answers].sort(([a], [b]) => a - b)))
    expect(wrong.slice(0, 20)).toEqual([])
    // Both kinds came: had everything been refused, nothing behind the door would have been tried.
    expect(answers.get(200) ?? 0).toBeGreaterThan(requests.length / 20)
    expect(answers.get(422) ?? 0).toBeGreaterThan(requests.length / 20)
    expect(residentMb(system.trial.service.pid) - before).toBeLessThan(MOST_GROWTH_MB)
    task.meta.tried = { 'API requests': requests.length }
    await theTalkGoesOn()
  }, 300_000)

  it('lets connections talk nonsense', async ({ task }) => {
    const { hostname, port } = new URL(system.trial.apiUrl)
    const roll = dice(9_112)
    const good = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const wild = Array.from({ length: 200 }, (_, n) => {
      if (n % 4 === 0) return randomBytes(1 + roll.below(4_000))
      const bytes = Buffer.from(good)
      for (let times = 0; times < 3; times += 1) bytes[roll.below(bytes.length)] = roll.below(256)
      return bytes
    })
    const lines = [
      'GET / HTTP/9.9\r\n\r\n',
      'POST /v1/calls HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /v1/calls HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /v1/calls HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n',
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 3_000 }, (_, n) => `X-${n}: y`).join('\r\n')}\r\n\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    ]
    const all = [...wild, ...lines]
    for (const one of all) await said(hostname, Number(port), one)
    task.meta.tried = { 'HTTP byte streams': all.length }
    expect((await fetch(`${system.trial.apiUrl}/readyz`)).status).toBe(200)
    await theTalkGoesOn()
  }, 120_000)

  it('leaves nothing of it in the log but what happened', () => {
    const log = system.log.join('\n')
    for (const word of ['drop table', 'jndi:', '<script>', 'X-Injected', 'etc/passwd'])
      expect(log).not.toContain(word)
    expect(log).not.toContain('a request failed inside')
    expect(log).not.toContain(system.trial.apiToken)
  })

  it('leaves a journal without a gap', async () => {
    const [row] = await system.sql('select (max(pos) - count(*))::int as missing from journal')
    expect(row).toEqual({ missing: 0 })
  })

  async function theTalkGoesOn(): Promise<void> {
    const view = await talking.patient.view((now) => now.state === 'connected')
    expect(view.ending).toBeNull()
  }
})

/** Resolves when the other end has closed, or has had a second to think. */
function said(host: string, port: number, bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    const done = () => {
      socket.destroy()
      resolve()
    }
    socket.setTimeout(1_000, done)
    socket.once('close', done)
    socket.on('error', done)
    socket.on('data', done)
    socket.write(bytes)
    // Half closed: what waits for more hears that there is none.
    socket.end()
  })
}

function residentMb(pid: number): number {
  const [, kb = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kb) / 1_024
}
