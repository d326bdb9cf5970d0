/** One end for each leg, told once it is known how the leg sounded. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { COMPLETE_MS, createLegEnds, type LegHungUp } from '../../../../src/adapters/esl/leg-ends.ts'
import type { LegId } from '../../../../src/domain/ids.ts'
import type { RawSwitchInput } from '../../../../src/runtime/switch.ts'
import { connectedNode, NODE } from '../support/node.ts'
import type { Header } from '../support/wire.ts'

const LEG = '0c5d6f1e-8f4b-4f27-9a31-5a3c2b1d0e9f' as LegId
const OTHER = '1c5d6f1e-8f4b-4f27-9a31-5a3c2b1d0e9f'
const end = (legId = LEG): LegHungUp => ({
  type: 'legHungUp',
  nodeId: NODE,
  legId,
  at: 7,
  cause: 'NO_ANSWER',
})
const quality = { receivedPackets: 5, sentPackets: 5, lostPackets: 0, jitterMs: null, mos: null }

describe('the end of a leg', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function listening() {
    const told: RawSwitchInput[] = []
    const ends = createLegEnds(
      (one) => told.push(one),
      () => 99,
    )
    return { told, ends }
  }

  test('waits for its measurements, and is told once', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    vi.advanceTimersByTime(COMPLETE_MS - 1)
    expect(told).toEqual([])
    ends.completed({ ...end(), at: 20, quality })
    expect(told).toEqual([{ ...end(), at: 99, quality }])
    vi.runAllTimers()
    expect(told).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is told without them when the leg’s thread hangs; should they come then, the core is told and knows it is late', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    vi.advanceTimersByTime(COMPLETE_MS)
    expect(told).toEqual([{ ...end(), at: 99 }])
    ends.completed({ ...end(), quality })
    expect(told).toHaveLength(2)
  })

  test('whose beginning nobody heard of is told at once', () => {
    const { told, ends } = listening()
    ends.completed({ ...end(), quality })
    expect(told).toEqual([{ ...end(), quality }])
  })

  test('comes in the order in which legs were hung up, whichever the switch is done with first', () => {
    const { told, ends } = listening()
    const [first, second, third] = [LEG, `${LEG}-2`, `${LEG}-3`].map((legId) => end(legId as LegId))
    if (!first || !second || !third) throw new Error('three')
    for (const one of [first, second, third]) ends.hungUp(one)
    ends.completed({ ...second, quality })
    ends.completed({ ...third, quality })
    expect(told).toEqual([])
    ends.completed({ ...first, quality })
    expect(told).toEqual([first, second, third].map((one) => ({ ...one, at: 99, quality })))
    expect(vi.getTimerCount()).toBe(0)
  })

  test('keeps nobody behind a leg whose thread hangs for longer than that leg waits itself', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    vi.advanceTimersByTime(COMPLETE_MS - 1)
    const next = end(`${LEG}-2` as LegId)
    ends.hungUp(next)
    ends.completed({ ...next, quality })
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told).toEqual([
      { ...end(), at: 99 },
      { ...next, at: 99, quality },
    ])
  })

  test('comes before what the leg says because of it', () => {
    const { told, ends } = listening()
    const stopped = { type: 'legsUnbridged', nodeId: NODE, legId: LEG, at: 8 } as const
    const other = { ...stopped, legId: `${LEG}-2` as LegId }
    expect(ends.holds(stopped)).toBe(false)
    ends.hungUp(end())
    expect(ends.holds(other)).toBe(false)
    expect(ends.holds(stopped)).toBe(true)
    ends.completed({ ...end(), at: 20, quality })
    expect(told).toEqual([
      { ...end(), at: 99, quality },
      { ...stopped, at: 99 },
    ])
    expect(ends.holds(stopped)).toBe(false)
  })

  test('holds up so much of it, and no more', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    const one = { type: 'legsUnbridged', nodeId: NODE, legId: LEG, at: 8 } as const
    const held = Array.from({ length: 60 }, () => ends.holds(one))
    expect(held.filter(Boolean)).toHaveLength(50)
    ends.completed(end())
    expect(told).toHaveLength(51)
  })

  test('is told without measurements when the connection is lost', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    ends.hungUp(end(`${LEG}-2` as LegId))
    ends.tellAll()
    expect(told).toEqual([end(), end(`${LEG}-2` as LegId)].map((one) => ({ ...one, at: 99 })))
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is thrown away with its timer', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    ends.forget()
    expect(vi.getTimerCount()).toBe(0)
    vi.runAllTimers()
    expect(told).toEqual([])
  })

  test('is told at once when the site is let go of, and so are those that follow', () => {
    const { told, ends } = listening()
    ends.hungUp(end())
    ends.waitNoLonger()
    expect(told).toEqual([{ ...end(), at: 99 }])
    ends.hungUp(end(OTHER as LegId))
    expect(told).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is told at once where too many wait', () => {
    const { told, ends } = listening()
    for (let n = 0; n <= 10_000; n += 1) ends.hungUp(end(`${LEG}-${n}` as LegId))
    expect(told).toEqual([end(`${LEG}-10000` as LegId)])
    ends.forget()
  })
})

const on = (name: string, ...more: Header[]): readonly Header[] => [
  ['Event-Name', name],
  ['Unique-ID', LEG],
  ['Hangup-Cause', 'NORMAL_CLEARING'],
  ...more,
]

test('on the wire: what another leg says meanwhile is told at once, its own after it', async () => {
  const node = await connectedNode()
  node.event(on('CHANNEL_HANGUP'))
  node.event(on('CHANNEL_UNBRIDGE'))
  node.event([
    ['Event-Name', 'CHANNEL_UNBRIDGE'],
    ['Unique-ID', OTHER],
  ])
  node.event(on('CHANNEL_HANGUP_COMPLETE', ['variable_rtp_audio_in_packet_count', '0']))
  await node.inputs.count(4)
  expect(node.inputs.items.slice(1)).toMatchObject([
    { type: 'legsUnbridged', legId: OTHER },
    { type: 'legHungUp', cause: 'NORMAL_CLEARING', quality: { receivedPackets: 0, mos: null } },
    { type: 'legsUnbridged', legId: LEG },
  ])
})

test('on the wire: an end that was seen is told before the loss of the connection, not taken for a lost leg', async () => {
  const node = await connectedNode()
  node.event(on('CHANNEL_HANGUP'))
  node.event([
    ['Event-Name', 'CHANNEL_UNBRIDGE'],
    ['Unique-ID', OTHER],
  ])
  await node.inputs.count(2)
  node.port.refresh()
  await node.inputs.first((input) => input.type === 'switchLost')
  expect(node.inputs.items.slice(1)).toMatchObject([
    { type: 'legsUnbridged', legId: OTHER },
    { type: 'legHungUp', legId: LEG, cause: 'NORMAL_CLEARING' },
    { type: 'switchLost' },
  ])
})

test('on the wire: an end that was seen is told when the site is let go of, before the connection is closed', async () => {
  const node = await connectedNode()
  node.event(on('CHANNEL_HANGUP'))
  node.event([
    ['Event-Name', 'CHANNEL_UNBRIDGE'],
    ['Unique-ID', OTHER],
  ])
  await node.inputs.count(2)
  node.port.tellAll?.()
  expect(node.inputs.items.slice(1)).toMatchObject([
    { type: 'legsUnbridged', legId: OTHER },
    { type: 'legHungUp', legId: LEG, cause: 'NORMAL_CLEARING' },
  ])
})
