/**
 * One request, one effect: the first answer to an Idempotency-Key is kept and given again
 * (draft-ietf-httpapi-idempotency-key-header).
 */
import type { HttpDeps } from './deps.ts'
import { PROBLEMS } from './problems.ts'
import { reach } from './reach.ts'
import { type Problem, problem, render, type WholeReply } from './reply.ts'

export interface IdempotentRequest {
  /** Keys of different principals and different operations don't meet, nor those of different sites. */
  readonly scope: string
  readonly key: string
  /** Tells bodies apart without giving anything of them away. */
  readonly bodyHash: string
  readonly requestId: string
}

/** The draft writes the key as a quoted string; most clients send it bare. Both are taken. */
const KEY = /^(?:"([A-Za-z0-9._-]{8,128})"|([A-Za-z0-9._-]{8,128}))$/

export function parseKey(header: string | undefined): string | undefined {
  const [, quoted, bare] = KEY.exec(header ?? '') ?? []
  return quoted ?? bare
}

/**
 * Runs `act` unless the key's answer is there already. What is kept is every answer after which something may have
 * been done; an answer that says that nothing was done and invites another try frees the key. When `act` throws,
 * what it did isn't known, so the failure itself is kept: a second call to a patient is worse than none.
 */
export async function once(
  deps: HttpDeps,
  request: IdempotentRequest,
  act: () => Promise<WholeReply>,
): Promise<WholeReply> {
  const { key, bodyHash, requestId } = request
  const scope = scopeOf(deps, request)
  const begun = await reach(deps, 'idempotency', () => deps.idempotency.begin(scope, key, bodyHash))
  if (!begun.ok) return begun.problem
  switch (begun.value.type) {
    case 'running':
      return problem('idempotency-running')
    case 'mismatch':
      return problem('idempotency-key-reused')
    case 'done':
      return replay(begun.value)
  }
  const reply = await act().catch((err: unknown): Problem => {
    deps.log.error({ err, requestId }, 'a command failed inside')
    return problem('internal')
  })
  await settle(deps, request, reply)
  return reply
}

/** Whatever goes wrong here, the command has come to what `reply` says, and the key at worst stays taken. */
async function settle(deps: HttpDeps, request: IdempotentRequest, reply: WholeReply): Promise<void> {
  const { key, requestId } = request
  const scope = scopeOf(deps, request)
  const freed = reply.kind === 'problem' && PROBLEMS[reply.code].retryAfterS !== undefined
  const { status, body } = render(reply, requestId)
  try {
    await reach(deps, 'idempotency', () =>
      freed ? deps.idempotency.abandon(scope, key) : deps.idempotency.finish(scope, key, status, body),
    )
  } catch (err) {
    deps.log.error({ err, requestId }, 'a first answer could not be kept')
  }
}

function scopeOf({ config }: HttpDeps, { scope }: IdempotentRequest): string {
  return `${config.siteId} ${scope}`
}

function replay({ status, body }: { status: number; body: string }): WholeReply {
  const contentType = `application/${status >= 400 ? 'problem+json' : 'json'}; charset=utf-8`
  return { kind: 'text', status, body, contentType, headers: { 'Idempotency-Replayed': 'true' } }
}
