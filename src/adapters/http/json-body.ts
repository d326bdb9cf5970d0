/** Reads JSON bodies within a limit; what express.json refuses becomes a problem of our registry. */
import express, { type RequestHandler } from 'express'
import type { ProblemCode } from './problems.ts'

export const BODY_LIMIT_BYTES = 100 * 1024

/** `inflate: false`: a compressed body is refused rather than expanded. `strict`: an object or an array at the top. */
export function jsonBody(): RequestHandler {
  return express.json({ limit: BODY_LIMIT_BYTES, inflate: false, strict: true, type: 'application/json' })
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
