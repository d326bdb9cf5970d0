import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultLine, loadConfig } from '../src/config.ts'
import { recordingFaults } from '../src/configuration/recording-files.ts'
import { scratch } from './support/scratch.ts'
import { lendTrialKeys } from './support/trial-keys.ts'

function faultsOf(dataDir: string, enabled = true, more: Readonly<Record<string, string>> = {}): string[] {
  const env = { CTI_DATA_DIR: dataDir, CTI_RECORDING_ENABLED: String(enabled), ...more }
  const loaded = loadConfig({ env })
  if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'))
  return recordingFaults(loaded.config).map(faultLine)
}

describe('the certificates to seal to', { timeout: 60_000 }, () => {
  it('are asked for at the start, all that is missing at once, and only where recordings are made', () => {
    const { path } = scratch()
    expect(faultsOf(path, false)).toEqual([])
    expect(faultsOf(path)).toEqual([
      expect.stringMatching(/seal-to\.pem.*recording\.sealToFile.*can't be read.*set-up makes it/),
      expect.stringMatching(/escrow\.pem.*recording\.escrowFile.*can't be read/),
    ])
  })

  it('are in order as set-up makes them; no certificate, and one for both, are faults', async () => {
    const { path, write } = scratch()
    await lendTrialKeys(path)
    expect(faultsOf(path)).toEqual([])
    write('keys/seal-to.pem', 'a page of something else')
    expect(faultsOf(path)).toEqual([expect.stringContaining('is not one certificate')])
    copyFileSync(join(path, 'keys/escrow.pem'), join(path, 'keys/seal-to.pem'))
    expect(faultsOf(path)).toEqual([expect.stringContaining('losing one key would lose every recording')])
  })
})

describe('the spools of several switches', { timeout: 60_000 }, () => {
  const sharing = (dataDir: string, a: string, b: string, enabled = true) =>
    faultsOf(dataDir, enabled, {
      CTI_RECORDING_SPOOL_DIR: 'spool',
      CTI_SWITCHES: `[{ nodeId: node_a, spoolDir: ${a} }, { nodeId: node_b, port: 8022, spoolDir: ${b} }]`,
    })

  it('are their own', async () => {
    const { path } = scratch()
    await lendTrialKeys(path)
    expect(sharing(path, 'auto', 'auto')).toEqual([])
    expect(sharing(path, 'null', 'null')).toEqual([])
    expect(sharing(path, 'spool', 'auto')).toEqual([])
    expect(sharing(path, 'spool', './spool', false)).toEqual([])
    const fault = /switches\[1\]\.spoolDir.*is the spool of node_a too: each switch needs one of its own/
    expect(sharing(path, 'spool', './spool')).toEqual([expect.stringMatching(fault)])
    expect(sharing(path, 'spool/node_b', 'auto')).toEqual([expect.stringMatching(fault)])
    mkdirSync(join(path, 'one'))
    symlinkSync(join(path, 'one'), join(path, 'other'))
    expect(sharing(path, 'one', 'other')).toEqual([expect.stringMatching(fault)])
  })
})
