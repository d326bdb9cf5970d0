/** How long a node that may be taking up calls is waited for. */
import { expect, test } from 'vitest'
import { recovered } from '../../../../src/adapters/esl/recovery.ts'
import type { CommandResult } from '../../../../src/adapters/esl/results.ts'

const UNSET: CommandResult = { type: 'refused', text: '-ERR no reply' }
const NOW_S = 1_000_000

/** A node that takes up calls at its start, and says nothing of having done so. */
function node(answers: Readonly<Record<string, CommandResult>>) {
  const asked: string[] = []
  const api = (command: string, _: unknown, done: (result: CommandResult) => void) => {
    asked.push(command)
    const known = answers[command] ?? UNSET
    queueMicrotask(() => done(known))
  }
  return { asked, client: { api } }
}
const ok = (body: string): CommandResult => ({ type: 'ok', body })
const SCRIPTS_OF_BEFORE = { 'global_getvar recover_at_start': ok('true'), strepoch: ok(`${NOW_S}`) }

test('a node that has run for long with scripts that say nothing is not waited for', async () => {
  const { client, asked } = node({ ...SCRIPTS_OF_BEFORE, 'global_getvar cti_started': ok(`${NOW_S - 61}`) })
  expect(await recovered(client, () => 0)).toBe('late')
  expect(asked.filter((one) => one === 'global_getvar cti_recovered')).toHaveLength(1)
})

test.each([
  ['has just been started', ok(`${NOW_S - 2}`)],
  ['has not begun its scripts', UNSET],
])('one that %s is waited for, but not for ever', async (_, started) => {
  const { client, asked } = node({ ...SCRIPTS_OF_BEFORE, 'global_getvar cti_started': started })
  let monotonic = 0
  const outcome = await recovered(client, () => {
    monotonic += 20_000
    return monotonic
  })
  expect(outcome).toBe('late')
  expect(asked.filter((one) => one === 'global_getvar cti_recovered').length).toBeGreaterThan(2)
})

test('one that gives no answer is not taken for one with nothing to take up', async () => {
  const { client } = node({ 'global_getvar recover_at_start': { type: 'timedOut' } })
  expect(await recovered(client, () => 0)).toBe('unanswered')
})
