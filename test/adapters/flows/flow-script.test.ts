/** `scripts/flow` as a hospital's IT department runs it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { scratch } from '../../support/scratch.ts'
import { configFile } from './support/library.ts'

const SCRIPT = fileURLToPath(new URL('../../../scripts/flow', import.meta.url))
const DEADLINE_MS = 60_000

function flow(args: readonly string[], input = '') {
  const env = { PATH: process.env['PATH'] ?? '' }
  const options = { input, env, encoding: 'utf8', timeout: DEADLINE_MS } as const
  const { status, stdout, stderr } = spawnSync(SCRIPT, [...args], options)
  return { status, out: stdout.trimEnd().split('\n'), err: stderr.trim() }
}

describe('scripts/flow check', () => {
  it(
    'says of each file that it is right, or what is wrong with it and where',
    () => {
      const { write, path } = scratch()
      const good = write(
        'good.yaml',
        'id: flow_good\nlanguages: [zh]\nstart: bye\nsteps: { bye: { kind: hangUp } }\n',
      )
      const bad = write(
        'bad.yaml',
        'id: flow_bad\nlanguages: [zh]\nstart: by\nsteps: { bye: { kind: hangUp } }\n',
      )
      const { status, out } = flow(['check', good, bad])
      expect(out).toEqual([
        expect.stringMatching(
          new RegExp(`^${path}/good.yaml: ok, flow_good, 1 step, version sha256:[0-9a-f]{12}$`),
        ),
        `${path}/bad.yaml:3:8: start: there is no step "by"`,
      ])
      expect(status).toBe(1)
    },
    DEADLINE_MS,
  )

  it(
    'refuses what it doesn’t understand',
    () => {
      expect(flow(['chek', 'x'])).toMatchObject({ status: 2, err: /check or try, found "chek"/ })
      expect(flow(['check', '--loud', 'x'])).toMatchObject({ status: 2, err: /--loud/ })
    },
    DEADLINE_MS,
  )
})

describe('scripts/flow try', () => {
  it(
    'walks a flow: keys, the HIS, an expression, an agent',
    () => {
      const report = { name: '血常规', ready: true, where: '门诊一楼' }
      const his = scratch().write('his.json', JSON.stringify({ 'GET /reports': { items: [report] } }))
      const keys = '11010519491231002*#\n1\n0\na\nx\n'
      const { status, out } = flow(['try', '--his', his, configFile('flows/reports.yaml')], keys)
      expect(out).toContain('repeat (zh): 1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X')
      expect(out).toContain('ready (zh): 您的血常规报告已出，请到门诊一楼领取。')
      expect(out.at(-1)).toBe('— the call has ended: hungUp, by agent')
      expect(status).toBe(0)
    },
    DEADLINE_MS,
  )

  it(
    'takes the moment that it is told, and goes on to the flow’s end',
    () => {
      const { out } = flow(['try', '--at', '2026-10-01', configFile('flows/vaccination.yaml')], '2\n')
      expect(out).toContain('  … hours: {"is":"holiday"}')
      expect(out.at(-1)).toBe('— the call has ended: flowEnded, by system')
    },
    DEADLINE_MS,
  )
})
