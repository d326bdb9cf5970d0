/** Denials are summed, told when somebody takes them, and cost no memory that grows. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { accessIdFrom } from '../../src/domain/ids.ts'
import { silentLog } from '../../src/lib/log.ts'
import { createAccessNotes } from '../../src/runtime/access-notes.ts'
import type { ApiCommand, DispatchOutcome } from '../../src/runtime/gateway.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const WINDOW_MS = 10_000

function someNotes() {
  const said: ApiCommand[] = []
  const state: { outcome: DispatchOutcome } = { outcome: { type: 'accepted' } }
  let n = 0
  const notes = createAccessNotes({
    gateway: {
      dispatch: async (_, command) => {
        said.push(command)
        return state.outcome
      },
    },
    siteId: 'site_main',
    timeoutMs: 1_000,
    newAccessId() {
      n += 1
      return accessIdFrom(`01K${String(n).padStart(23, '0')}`)
    },
    log: silentLog,
    windowMs: WINDOW_MS,
  })
  const deny = (principal = 'key_1', operation = 'clearCall') =>
    notes.denied({ principal, operation, reason: 'scope', missing: 'calls:control' })
  const times = () =>
    said.map((command) =>
      command.type === 'noteAccess' && command.note.type === 'accessDenied' ? command.note.data.times : 0,
    )
  return { notes, said, state, deny, times }
}

test('the first is told at once, the others of its window together, and then it begins anew', async () => {
  const { notes, deny, times } = someNotes()
  for (let n = 0; n < 100; n += 1) deny()
  expect(times()).toEqual([1])
  await vi.advanceTimersByTimeAsync(WINDOW_MS)
  expect(times()).toEqual([1, 99])
  deny()
  expect(times()).toEqual([1, 99])
  await vi.advanceTimersByTimeAsync(WINDOW_MS)
  expect(times()).toEqual([1, 99, 1])
  await vi.advanceTimersByTimeAsync(WINDOW_MS)
  expect(vi.getTimerCount()).toBe(0)
  deny()
  expect(times()).toEqual([1, 99, 1, 1])
  await notes.close()
})

test('what nobody takes is summed on and told later', async () => {
  const { notes, state, deny, times, said } = someNotes()
  state.outcome = { type: 'notOwner', retryAfterMs: 1_000 }
  deny()
  deny()
  await vi.advanceTimersByTimeAsync(3 * WINDOW_MS)
  state.outcome = { type: 'accepted' }
  said.length = 0
  await vi.advanceTimersByTimeAsync(WINDOW_MS)
  expect(times()).toEqual([2])
  await vi.advanceTimersByTimeAsync(2 * WINDOW_MS)
  expect(times()).toEqual([2])
  expect(vi.getTimerCount()).toBe(0)
  await notes.close()
})

test('different principals and operations are different facts, up to a bound', async () => {
  const { notes, deny, said } = someNotes()
  for (let n = 0; n < 1_500; n += 1) deny(`key_${n}`)
  expect(said).toHaveLength(1_001)
  expect(said.at(-1)).toMatchObject({ note: { data: { principal: 'several', operation: 'several' } } })
  await vi.advanceTimersByTimeAsync(WINDOW_MS)
  expect(said.at(-1)).toMatchObject({ note: { data: { principal: 'several', times: 499 } } })
  await vi.advanceTimersByTimeAsync(WINDOW_MS)
  expect(vi.getTimerCount()).toBe(0)
  await notes.close()
})

test('closing tells what is summed, and leaves no timer', async () => {
  const { notes, deny, times } = someNotes()
  deny()
  deny()
  deny()
  await notes.close()
  expect(times()).toEqual([1, 2])
  expect(vi.getTimerCount()).toBe(0)
  deny()
  expect(times()).toEqual([1, 2])
})

test('a note with a reason says how long it is, and hands the reason over to be sealed', async () => {
  const { notes, said } = someNotes()
  const callId = 'call_01JD8Z4Q6W3V5T7R9P0N2M4K6H' as never
  const outcome = await notes.note(
    { type: 'dataUnmasked', data: { principal: 'api', person: 'zhao', callId, names: ['ward'] } },
    { field: (accessId) => ({ callId, name: `unmaskReason:${accessId}`, value: '复诊' }) },
  )
  expect(outcome).toEqual({ type: 'accepted' })
  expect(said).toMatchObject([{ type: 'noteAccess', reasonLength: 2 }])
  expect(JSON.stringify(said)).not.toContain('复诊')
})
