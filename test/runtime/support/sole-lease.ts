/** The lease of a site that only one controller asks for. */
import type { LeasePort } from '../../../src/runtime/ports.ts'

export const SOLE_LEASE: LeasePort = {
  acquire: async (_, holder, ttlMs) => ({
    type: 'held',
    ttlMs,
    grant: { holder, id: 'sole' },
    before: undefined,
  }),
  release: async () => undefined,
}
