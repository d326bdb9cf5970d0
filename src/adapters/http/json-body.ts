/** Reads bodies within each route's limit; what Express's readers refuse becomes a problem of our registry. */
import express, { type RequestHandler } from 'express'
import type { ProblemCode } from './problems.ts'
import { problem } from './reply.ts'
import { respond } from './request-context.ts'
import type { RouteDescription } from './route.ts'

export const BODY_LIMIT_BYTES = 100 * 1024

type Bodied = Pick<RouteDescription, 'method' | 'upload' | 'maxBodyBytes'>

/** How much a route takes. */
export function bodyLimitOf({ upload, maxBodyBytes }: Bodied): number {
  return upload?.maxBytes ?? maxBodyBytes ?? BODY_LIMIT_BYTES
}

/**
 * What reads a route's body. `inflate: false`: a compressed body is refused rather than expanded. `strict`: an object
 * or an array at the top.
 */
export function bodyReaders(route: Bodied): RequestHandler[] {
  if (route.method !== 'post' && route.method !== 'put') return []
  const limit = bodyLimitOf(route)
  const type = [route.upload?.contentType ?? 'application/json'].flat()
  const reader = route.upload
    ? express.raw({ limit, inflate: false, type })
    : express.json({ limit, inflate: false, strict: true, type })
  return [onlyOf(type), ...(route.upload ? [fewAtOnce()] : []), reader]
}

const MOST_UPLOADS = 4

/** An upload is in memory as a whole, so there can't be one of each connection. */
function fewAtOnce(): RequestHandler {
  let uploads = 0
  return (req, res, next) => {
    if (uploads >= MOST_UPLOADS) {
      respond(req, res, problem('uploads-full', { headers: { Connection: 'close' } }))
      return
    }
    uploads += 1
    res.once('close', () => {
      uploads -= 1
    })
    next()
  }
}

/** A body in another format is refused; no body at all is the schema's to judge. */
function onlyOf(types: string[]): RequestHandler {
  return (req, res, next) => {
    const hasBody =
      req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length']) > 0
    if (!hasBody || req.is(types)) return next()
    respond(req, res, problem('unsupported-media-type', { detail: `${types.join(' or ')} is taken here` }))
  }
}

/** body-parser's and the router's error `type`s, as far as a client can cause them. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  'entity.parse.failed': 'malformed-json',
  'entity.too.large': 'too-large',
  'charset.unsupported': 'unsupported-media-type',
  'encoding.unsupported': 'unsupported-media-type',
  'request.aborted': 'malformed-request',
  'request.size.invalid': 'malformed-request',
}

/** The problem behind an error that Express passed on; undefined when it is none of the client's. */
export function clientFault(error: unknown): ProblemCode | undefined {
  const { type, status } = error as { type?: unknown; status?: unknown }
  if (typeof type === 'string' && Object.hasOwn(CODES, type)) return CODES[type]
  // A path whose percent-encoding can't be decoded.
  return error instanceof URIError && status === 400 ? 'malformed-request' : undefined
}
