/** Every route says what a client must be allowed to do. */
import { describe, expect, test } from 'vitest'
import { allRoutes } from '../../../src/adapters/http/routes/index.ts'
import { isScope } from '../../../src/domain/access/scopes.ts'

describe('scopes', () => {
  test.each(allRoutes('0').map((route) => [route.operationId, route] as const))(
    '%s names the scope that it needs, unless it is open to everybody',
    (_, { access, scope }) => {
      if (access === 'open') expect(scope).toBeNull()
      else expect(scope !== null && isScope(scope)).toBe(true)
    },
  )
})
