import { expect, it } from 'vitest'
import { loadConfig } from '../src/config.ts'
import { silentLog } from '../src/lib/log.ts'
import { readInputs } from '../src/wiring/inputs.ts'
import { scratch } from './support/scratch.ts'

/** What is said of the address by which other processes reach this one: as a fault, or as a warning. */
function saidOf(env: Readonly<Record<string, string>>): string[] {
  const loaded = loadConfig({ env: { CTI_DATA_DIR: scratch().path, ...env } })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  const said: string[] = []
  const log = {
    ...silentLog,
    warn: (_: object, message: string) => {
      if (message.includes('internal.address')) said.push(`warning: ${message}`)
    },
  }
  const inputs = readInputs(loaded.config, log)
  const faults = inputs.ok ? [] : inputs.faults.filter(({ path }) => path === 'internal.address')
  return [...said, ...faults.map(({ message }) => `fault: ${message}`)]
}

it('a controller that leaves the API to others has to be reached by them', () => {
  expect(saidOf({ CTI_ROLES: 'controller' })).toEqual([
    "fault: processes with the roles api, worker, recorder can't reach this controller: internal.address is null",
  ])
  expect(saidOf({ CTI_ROLES: 'controller', CTI_INTERNAL_ADDRESS: '127.0.0.1' })).toEqual([])
})

it('one that has the API is warned of what others can’t do, and whoever has all roles, or owns no site, of nothing', () => {
  expect(saidOf({ CTI_ROLES: 'controller,api,recorder' })).toEqual([
    "warning: processes with the roles worker can't reach this controller: internal.address is null",
  ])
  expect(saidOf({})).toEqual([])
  expect(saidOf({ CTI_ROLES: 'api' })).toEqual([])
})
