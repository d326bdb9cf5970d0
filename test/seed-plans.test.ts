/** Plans that a new site begins with. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { loadDefinitions, openingOf } from '../src/configuration/definitions.ts'
import { parseSiteId } from '../src/domain/ids.ts'
import { viewPlans } from '../src/domain/plan/view.ts'
import { handle } from '../src/domain/site/handle.ts'
import { initialState } from '../src/domain/site/state.ts'
import { faultLine } from '../src/lib/fault.ts'
import { scratch } from './support/scratch.ts'

/** The delivered configuration with these plans in its seed. */
function definitionsWith(plans: string) {
  const { path: root } = scratch()
  const seedFile = join(root, 'seed.yaml')
  const delivered = loadConfig({ env: { CTI_DATA_DIR: root } })
  if (!delivered.ok) throw new Error(delivered.faults.map(faultLine).join('\n'))
  copyFileSync(delivered.config.seedFile, seedFile)
  writeFileSync(seedFile, readFileSync(seedFile, 'utf8').replace(/^plans: \[\]$/m, `plans:\n${plans}`))
  const config = { ...delivered.config, seedFile }
  return { config, definitions: loadDefinitions(config) }
}

test('are there, off, with test numbers as hashes', () => {
  const { config, definitions } = definitionsWith(`
  - planId: plan_typhoon
    names: { zh: 台风预案, en: Typhoon }
    members: { queue_general: { add: [agent_zhao] } }
    hours: {}
    testNumbers: ["13800005678"]
`)
  if (!definitions.ok) throw new Error(definitions.faults.map(faultLine).join('\n'))
  const siteId = parseSiteId('site_main')
  if (!siteId.ok) throw new Error('no site')
  const state = initialState(siteId.id)
  const hashNumber = (number: string) => `hash of ${number.length} digits`
  const inputs = openingOf(definitions.value, config, state, () => 7, new Set(), undefined, hashNumber)
  const outcomes = inputs.map((input) => handle(state, input).outcome?.type)
  expect(outcomes).not.toContain('refused')
  const expected = {
    planId: 'plan_typhoon',
    names: { zh: '台风预案', en: 'Typhoon' },
    members: { queue_general: { add: ['agent_zhao'] } },
    hours: {},
    testNumbers: ['138****5678'],
    on: null,
    missing: [],
  }
  expect(viewPlans(state).plans).toMatchObject([expected])
  expect(JSON.stringify([...state.plans.all])).not.toContain('13800005678')
})

test('name what is there, or every fault is told with its place', () => {
  const { definitions } = definitionsWith(`
  - planId: plan_typhoon
    names: { zh: 台风预案, en: Typhoon }
    numbers: { "8000": flow_none }
    prompts: { welcom: [welcome] }
    members: { queue_general: { add: [agent_none] } }
`)
  const faults = definitions.ok ? [] : definitions.faults
  expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'plans[0].numbers.8000: there is no flow flow_none',
    'plans[0].members.queue_general.add.0: there is no agent agent_none',
    'plans[0].prompts.welcom: there is no prompt welcom; did you mean "welcome"?',
  ])
})
