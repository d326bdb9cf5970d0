/** Raw requests, by a TLS client of the test's own making. */
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { readCredential } from '../../../src/lib/pki/credential.ts'
import type { Installation } from './installation.ts'

export interface Identity {
  readonly cert?: string
  readonly key?: string | Buffer
  readonly ca: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: { readonly type?: string; readonly dataKey?: string; readonly [name: string]: unknown }
}

/** The API's identity, out of `file` in its directory. */
export function identityOf(site: Installation, file = 'client.pem'): Identity {
  const path = join(site.api, file)
  const read = readCredential(path, path, site.apiPassphrase)
  if (!read.ok) throw new Error(read.reason)
  const key = read.value.privateKey.export({ type: 'pkcs8', format: 'pem' })
  return { cert: read.value.certificates, key, ca: readFileSync(join(site.api, 'ca.pem'), 'utf8') }
}

export function ask(
  url: string,
  identity: Identity,
  options: { path?: string; method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const {
    path = '/v1/open',
    method = 'POST',
    headers = { 'content-type': 'application/json' },
    body,
  } = options
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { ...identity, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The word at the end of a refusal's type. */
export function wordOf(answer: Answer): string {
  return (answer.body.type ?? '').replace('urn:cti-bridge:problem:keyservice:', '')
}
