import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { leaseHolder } from '../src/configuration/lease-holder.ts'
import { scratch } from './support/scratch.ts'

function held(dataDir: string, controllerId = 'host'): string {
  const holder = leaseHolder({ controllerId, dataDir })
  if (!holder.ok) throw new Error(holder.reason)
  return holder.value
}

it('is the same each time on one data directory, and another on another', () => {
  const [one, other] = [scratch().path, scratch().path] as const
  expect(held(one)).toMatch(/^host\/[0-9a-f]{16}$/)
  expect(held(one)).toBe(held(one))
  expect(held(other)).not.toBe(held(one))
  expect(held(one, 'renamed')).toBe(held(one).replace('host', 'renamed'))
  expect(readdirSync(one)).toEqual(['controller.nonce'])
  expect(statSync(join(one, 'controller.nonce')).mode & 0o777).toBe(0o600)
})

it('is made anew where a crash left half of it', () => {
  const dataDir = scratch().path
  for (const left of ['', '3f9c', 'no nonce\n']) {
    writeFileSync(join(dataDir, 'controller.nonce'), left)
    expect(held(dataDir)).toBe(held(dataDir))
  }
})

it('says which file is to blame when there can be none', () => {
  const dataDir = join(scratch().path, 'missing')
  expect(leaseHolder({ controllerId: 'host', dataDir })).toEqual({
    ok: false,
    reason: `${join(dataDir, 'controller.nonce')}: ENOENT`,
  })
})
