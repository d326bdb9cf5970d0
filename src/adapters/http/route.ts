/**
 * A route is one value: the router mounts it, the OpenAPI document describes it, so the two can't differ.
 * Types of parameters, query and body come from the schemas and end here: the router sees a `Route` without them.
 */
import type { z } from 'zod'
import type { Scope } from '../../domain/access/scopes.ts'
import type { Parsed } from '../../domain/ids.ts'
import type { HttpDeps } from './deps.ts'
import type { ProblemCode } from './problems.ts'
import { problem, type Reply } from './reply.ts'
import type { Principal } from './tokens.ts'
import { check } from './validate.ts'

/** An id in a path. One that can't exist is answered like one that doesn't: with `unknown`, a 404. */
export interface PathParam<T> {
  parse(text: string): Parsed<T>
  readonly unknown: ProblemCode
  readonly schema: z.ZodType
}

export interface RouteRequest<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Of an upload; undefined when there was no body. */
  readonly bytes: Uint8Array | undefined
  readonly principal: Principal
  /** The route's. */
  readonly operationId: string
  readonly idempotencyKey: string | undefined
  readonly requestId: string
  /** As on the wire: a route for GET is asked by HEAD too. */
  readonly method: string
  /** A header field of the request, by its name in any case. */
  header(name: string): string | undefined
}

/** A request as the router hands it over, before anything of it is trusted. */
export interface RawRequest {
  readonly params: Readonly<Record<string, unknown>>
  readonly query: unknown
  /** Undefined when there was none. */
  readonly body: unknown
  readonly principal: Principal
  readonly idempotencyKey: string | undefined
  readonly requestId: string
  readonly method: string
  header(name: string): string | undefined
}

export interface Success {
  readonly status: 200 | 201 | 202 | 204
  readonly description: string
  /** Of PUT: 201 is answered instead, the same way, where there was none. */
  readonly orCreated?: true
  /** Where none can be made from the schema: of text. */
  readonly example?: string
  /** JSON unless `contentType` says otherwise. Undefined: text. */
  readonly schema?: z.ZodType
  readonly contentType?: string
  /** Header fields of the answer, with their descriptions. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What a route is about; `openapi.ts` describes each. */
export type Tag =
  | 'calls'
  | 'agents'
  | 'queues'
  | 'figures'
  | 'flows'
  | 'numbers'
  | 'plans'
  | 'endpoints'
  | 'nodes'
  | 'prompts'
  | 'recordings'
  | 'webhooks'
  | 'events'
  | 'access'
  | 'operation'

export interface RouteDescription {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** With `{name}` for parameters, as OpenAPI writes it. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tag: Tag
  readonly success: Success
  /** Beside those that every route of its kind can give. */
  readonly problems: readonly ProblemCode[]
  /** Bytes of this media type are taken instead of JSON; they are the request's `bytes`. */
  readonly upload?: {
    /** One, or each that is taken, the usual one first. */
    readonly contentType: string | readonly string[]
    readonly maxBytes: number
    readonly description: string
  }
  /** How large a JSON body may be; 100 KB unless told. */
  readonly maxBodyBytes?: number
  /** Ends a call or hides what is said: its budget is its own, so that nothing else can have used it up. */
  readonly urgent?: true
  readonly idempotent?: true
  /**
   * The version that the client has seen must be given in `If-Match` (RFC 9110, section 13.1.1). `define`: or
   * `If-None-Match: *` to create what isn't there. `optional`: it is heeded where it is given.
   */
  readonly conditional?: true | 'define' | 'optional'
  /**
   * A bearer token is needed unless this says otherwise; `loopback`: not from the machine itself; `ticket`: or a
   * one-time ticket in the query.
   */
  readonly access?: 'open' | 'loopback' | 'ticket'
  /** What the client must be allowed to do; null where `access` is `open`, and only there. */
  readonly scope: Scope | null
  /** It notes for auditors what it has done; for other routes of administrators' scopes the router does. */
  readonly notesItself?: true
}

interface RouteDefinition<P, Q extends z.ZodObject, B extends z.ZodObject> extends RouteDescription {
  readonly params: { readonly [K in keyof P]: PathParam<P[K]> }
  readonly query: Q
  /** A body with no required member may be left out. */
  readonly body: B
  handle(request: RouteRequest<P, z.output<Q>, z.output<B>>, deps: HttpDeps): Promise<Reply>
}

export interface Route extends RouteDescription {
  readonly params: Readonly<Record<string, PathParam<unknown>>>
  readonly query: z.ZodObject
  readonly body: z.ZodObject
  answer(raw: RawRequest, deps: HttpDeps): Promise<Reply>
}

export function route<P, Q extends z.ZodObject, B extends z.ZodObject>(
  definition: RouteDefinition<P, Q, B>,
): Route {
  const { handle, ...description } = definition
  const kinds: Readonly<Record<string, PathParam<unknown>>> = definition.params
  return {
    ...description,
    params: kinds,
    async answer(raw, deps) {
      const params: Record<string, unknown> = {}
      for (const [name, kind] of Object.entries(kinds)) {
        const parsed = kind.parse(String(raw.params[name]))
        if (!parsed.ok) return problem(kind.unknown, { detail: `an id here is ${parsed.expected}` })
        params[name] = parsed.id
      }
      const query = check(definition.query, 'query', raw.query)
      if (!query.ok) return query.problem
      const bytes = raw.body instanceof Uint8Array ? raw.body : undefined
      const body = check(definition.body, 'body', bytes ? {} : (raw.body ?? {}))
      if (!body.ok) return body.problem
      const { operationId } = definition
      const checked = { params: params as P, query: query.value, body: body.value, bytes }
      return handle({ ...raw, ...checked, operationId }, deps)
    },
  }
}
