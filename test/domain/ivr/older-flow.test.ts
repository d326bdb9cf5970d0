import { describe, expect, it } from 'vitest'
import type { Flow } from '../../../src/domain/ivr/flow.ts'
import { completed } from '../../../src/domain/ivr/older-flow.ts'

const asking = {
  prompts: ['main-menu'],
  timeoutMs: 5000,
  attempts: 3,
  noInputPrompts: [],
  invalidPrompts: [],
}
const menu = { kind: 'menu', ...asking, options: { 1: { name: 'bye', next: 'bye' } }, otherwise: 'bye' }
const bye = { kind: 'hangUp', prompts: [], cause: 'NORMAL_CLEARING' }
const journaled = {
  id: 'flow_old',
  version: 'sha256:1',
  languages: ['zh'],
  start: 'menu',
  steps: { menu, bye },
}

describe('a flow from a journal that is older than profiles', () => {
  it('has none, and its menus have no variants', () => {
    const flow = completed(journaled as unknown as Flow)
    expect(flow).toEqual({ ...journaled, profiles: {}, steps: { menu: { ...menu, variants: {} }, bye } })
    expect(completed(flow)).toBe(flow)
  })
})
