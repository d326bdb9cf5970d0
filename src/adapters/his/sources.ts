/**
 * Asks the configured sources over HTTP, and nobody else: an address is a source's own, lengthened; a redirect is a
 * failure. Nothing of a question or an answer goes to a log; what is told is how it ended and how long it took.
 */
import { limitedSignal } from '../../lib/limited-signal.ts'
import type {
  SourceAnswer,
  SourceObserver,
  SourceOutcome,
  SourceRequest,
  SourcesPort,
} from '../../runtime/sources.ts'
import { readJson } from './read-json.ts'
import { type ReadToken, tokenFile } from './token-file.ts'

export interface SourceSettings {
  /** Null: not connected yet. It has a name, so that flows can be written for it. */
  readonly url: string | null
  /** Holds the bearer token; null: none is sent. */
  readonly tokenFile: string | null
  /** For one attempt. */
  readonly timeoutMs: number
}

export interface SourcesOptions {
  readonly sources: Readonly<Record<string, SourceSettings>>
  readonly observer: SourceObserver
  /** Milliseconds that never run backwards. */
  monotonic(): number
}

/** Of one source at a time: a HIS that hangs must not collect the questions of a whole morning. */
const AT_ONCE = 32
const GONE: ReadonlySet<number> = new Set([404, 410])
/** Answers after which the same question may find the other side better. */
const AGAIN: ReadonlySet<number> = new Set([408, 425, 429])

interface Source extends SourceSettings {
  readonly url: string
  readonly token: ReadToken | undefined
  underWay: number
}

type Asked = { readonly answer: SourceAnswer; readonly outcome: SourceOutcome }

export function createSources({ sources, observer, monotonic }: SourcesOptions): SourcesPort {
  const known = new Map<string, Source>()
  for (const [name, settings] of Object.entries(sources)) {
    const { url } = settings
    if (url === null) continue
    const token = settings.tokenFile === null ? undefined : tokenFile(settings.tokenFile)
    known.set(name, { ...settings, url, token, underWay: 0 })
  }

  return {
    async ask(name, request, signal) {
      const source = known.get(name)
      if (!source) return Object.hasOwn(sources, name) ? failed('unavailable', false) : { type: 'unknown' }
      if (source.underWay >= AT_ONCE) {
        observer.asked(name, 'busy', 0)
        return failed('unavailable', true)
      }
      const began = monotonic()
      source.underWay += 1
      const { answer, outcome } = await attempt(source, request, signal)
      source.underWay -= 1
      observer.asked(name, outcome, monotonic() - began)
      return answer
    },
  }
}

async function attempt(source: Source, request: SourceRequest, within: AbortSignal): Promise<Asked> {
  const url = addressOf(source.url, request)
  const headers = headersOf(source, request)
  if (!url) return ended('invalid', false)
  if (!headers) return ended('unavailable', false)
  const { signal, release } = limitedSignal(source.timeoutMs, [within])
  try {
    const response = await fetch(url, {
      method: request.method,
      headers,
      redirect: 'error',
      signal,
      ...(request.method === 'POST' ? { body: JSON.stringify(request.body) } : {}),
    })
    return await readAnswer(response)
  } catch {
    if (within.aborted) return { answer: failed('timedOut', false), outcome: 'aborted' }
    return signal.aborted ? ended('timedOut', true) : ended('unavailable', true)
  } finally {
    release()
  }
}

async function readAnswer(response: Response): Promise<Asked> {
  const { status } = response
  if (status !== 200 && status !== 201) {
    await response.body?.cancel()
    if (GONE.has(status)) return { answer: { type: 'notFound' }, outcome: 'notFound' }
    return ended('unavailable', status >= 500 || AGAIN.has(status))
  }
  const read = await readJson(response)
  if (!read.ok) return ended('invalid', false)
  return { answer: { type: 'answered', json: read.json }, outcome: 'answered' }
}

function ended(why: 'timedOut' | 'unavailable' | 'invalid', again: boolean): Asked {
  return { answer: failed(why, again), outcome: why }
}

function failed(why: 'timedOut' | 'unavailable' | 'invalid', again: boolean): SourceAnswer {
  return { type: 'failed', why, again }
}

/** Undefined: it would lead beside the source's own address. */
function addressOf(base: string, request: SourceRequest): URL | undefined {
  const root = new URL(base.endsWith('/') ? base : `${base}/`)
  const text = `${root.href.slice(0, -1)}${request.path}`
  if (/[\\?#]/.test(request.path) || !request.path.startsWith('/') || !URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return undefined
  if (request.method === 'GET') url.search = new URLSearchParams(request.query).toString()
  return url
}

/** Undefined: its token can't be read now. */
function headersOf(source: Source, request: SourceRequest): Record<string, string> | undefined {
  const token = source.token?.()
  if (source.token && token === undefined) return undefined
  return {
    accept: 'application/json',
    // A connection that was kept may be closed by the other side at the moment in which it is taken.
    connection: 'close',
    // Whoever sends it compressed all the same has it counted as it comes out.
    'accept-encoding': 'identity',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(request.method === 'POST'
      ? { 'content-type': 'application/json', 'idempotency-key': request.idempotencyKey }
      : {}),
  }
}
