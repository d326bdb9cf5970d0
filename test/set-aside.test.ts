/** The program that lists what was set aside, as an operator runs it. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createCallSealing } from '../src/adapters/crypto/call-private.ts'
import { openLocalJournal } from '../src/adapters/local-journal/local-journal.ts'
import { listSetAside } from '../src/wiring/list-set-aside.ts'
import { scratch } from './support/scratch.ts'

const NUMBER = '13812345678'
const siteId = 'site_main'

async function run(dataDir: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const code = await listSetAside({
    args,
    env: { CTI_DATA_DIR: dataDir },
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
  })
  return { code, ...said }
}

/** A data directory in which facts of these positions were set aside. */
async function aDataDir(...positions: number[]) {
  const { path } = scratch()
  const key = randomBytes(32)
  mkdirSync(join(path, 'secrets'))
  writeFileSync(join(path, 'secrets/master-key'), `${key.toString('hex')}\n`, { mode: 0o600 })
  const directory = join(path, 'journal', siteId)
  const sealing = createCallSealing([key])
  const local = openLocalJournal({ directory, siteId, sealing, maxBytes: 1_000_000 })
  await local.begin()
  for (const pos of positions) {
    const about = { kind: 'call' as const, subject: 'call_1', subjectSeq: pos, at: 1_800_000_000_000 }
    const row = { siteId, pos, ...about, type: 'callAccepted', data: { masked: '138****5678' } }
    const privateFields = [{ callId: 'call_1', name: 'callingNumber', value: NUMBER }]
    await local.write({ siteId, rows: [row], views: [], privateFields })
  }
  await local.setAside()
  await local.close()
  const aside = join(directory, 'set-aside')
  return { path, files: () => readdirSync(aside).map((name) => join(aside, name)) }
}

it('lists what was set aside, without what is personal, and changes nothing', async () => {
  const { path, files } = await aDataDir(7, 8)
  const [file = ''] = files()
  const before = readFileSync(file)
  const listed = await run(path)
  expect(listed).toMatchObject({ code: 0, err: '' })
  expect(listed.out.split('\n').slice(1, 3)).toEqual([
    '7\t2027-01-15T08:00:00.000Z\tcall_1\t7\tcallAccepted',
    '8\t2027-01-15T08:00:00.000Z\tcall_1\t8\tcallAccepted',
  ])
  const json = await run(path, '--json', file)
  const [first = '{}'] = json.out.split('\n')
  expect(JSON.parse(first)).toMatchObject({ siteId, pos: 7, data: { masked: '138****5678' } })
  expect(listed.out + json.out).not.toContain(NUMBER)
  expect(readFileSync(file)).toEqual(before)
})

it('says what can not be read, and lists what stands before it', async () => {
  const { path, files } = await aDataDir(7, 8, 9)
  const [file = ''] = files()
  const bytes = readFileSync(file)
  const at = statSync(file).size - 10
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(file, bytes)
  const torn = await run(path, file)
  // The last record is as one that its writer died over.
  expect(torn).toMatchObject({ code: 0 })
  expect(torn.out.match(/callAccepted/g)).toHaveLength(2)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  writeFileSync(file, bytes)
  expect(await run(path, file)).toMatchObject({ code: 1, err: expect.stringContaining('behind position 7') })
  writeFileSync(join(path, 'secrets/master-key'), `${randomBytes(32).toString('hex')}\n`)
  expect(await run(path)).toMatchObject({ code: 1, err: expect.stringContaining('another master key') })
  expect(await run(path, '--wrong')).toMatchObject({ code: 2 })
})

it('has nothing to say where nothing was set aside', async () => {
  const { path } = await aDataDir()
  expect(await run(path)).toEqual({ code: 0, out: '', err: '' })
})
