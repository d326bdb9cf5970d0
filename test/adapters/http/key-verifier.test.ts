import { expect, it } from 'vitest'
import { newToken } from '../../../src/adapters/http/api-key.ts'
import { createKeyVerifier } from '../../../src/adapters/http/key-verifier.ts'
import { createTokens } from '../../../src/adapters/http/tokens.ts'
import { keyIdFrom } from '../../../src/domain/ids.ts'
import { deferred } from '../../../src/lib/deferred.ts'
import { silentLog } from '../../../src/lib/log.ts'
import type { ApiKey, StoredKey } from '../../../src/runtime/access.ts'
import { HandClock } from '../../runtime/support/clock.ts'

const keyId = keyIdFrom('01K00000000000000000000001')

function aKey(expiresAt: number): ApiKey {
  return {
    keyId,
    name: 'desk',
    person: null,
    roles: ['integrator'],
    scopes: null,
    siteIds: null,
    queueIds: null,
    agentId: null,
    createdAt: 0,
    createdBy: 'api',
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  }
}

it('a key that is revoked while it is being read is not good for a moment longer', async () => {
  const clock = new HandClock()
  const { token, digest } = newToken(keyId)
  const key = aKey(clock.now() + 1_000_000)
  const reads = [deferred<StoredKey>(), deferred<StoredKey>()]
  let asked = 0
  const verifier = createKeyVerifier({
    siteId: 'site_test',
    keys: { get: () => reads[asked++]?.promise ?? Promise.resolve(undefined), used: async () => undefined },
    fixed: createTokens([]),
    clock,
    log: silentLog,
  })
  const verified = verifier.verify(token)
  verifier.forget(keyId)
  reads[0]?.resolve({ key, digest })
  reads[1]?.resolve({ key: { ...key, revokedAt: clock.now() }, digest })
  expect(await verified).toMatchObject({ type: 'refused', why: 'revoked' })
  expect(asked).toBe(2)
})

it('a key expires by the wall clock, which its maker read too, not by site time', async () => {
  const clock = new HandClock()
  const { token, digest } = newToken(keyId)
  const key = aKey(clock.wall() + 60_000)
  const verifier = createKeyVerifier({
    siteId: 'site_test',
    keys: { get: async () => ({ key, digest }), used: async () => undefined },
    fixed: createTokens([]),
    clock,
    log: silentLog,
  })
  expect(await verifier.verify(token)).toMatchObject({ type: 'principal' })
  clock.stepWall(60_000)
  expect(await verifier.verify(token)).toMatchObject({ type: 'refused', why: 'expired' })
})
