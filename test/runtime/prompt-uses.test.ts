import { expect, it } from 'vitest'
import type { Flow } from '../../src/domain/ivr/flow.ts'
import { flowsSaying } from '../../src/runtime/prompt-uses.ts'

/** Only what is looked at. */
const flow = (id: string, steps: object) => ({ id, steps }) as unknown as Flow

it('a prompt is said wherever a flow lists it, and nowhere else', () => {
  const flows = [
    flow('flow_b', { first: { kind: 'announce', prompts: ['welcome'] } }),
    flow('flow_a', { menu: { kind: 'menu', variants: { elderly: { prompts: ['other', 'welcome'] } } } }),
    flow('flow_c', { welcome: { kind: 'announce', prompts: [{ say: { en: 'welcome' } }], next: 'welcome' } }),
    flow('flow_a', { line: { kind: 'queue', announcements: { prompts: ['welcome'] } } }),
  ]
  expect(flowsSaying(flows, 'welcome')).toEqual(['flow_a', 'flow_b'])
  expect(flowsSaying(flows, 'absent')).toEqual([])
})
