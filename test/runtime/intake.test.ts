import { expect, it } from 'vitest'
import { type LegId, type NodeId, parseCallId } from '../../src/domain/ids.ts'
import { createIntake } from '../../src/runtime/intake.ts'
import type { RawArrival } from '../../src/runtime/switch.ts'

const NODE = 'node_a' as NodeId
const AT = 1_800_000_000_000
const NUMBER = '13812345678'
const NAME = '李敏'

function anIntake() {
  let made = 0
  return createIntake({
    newUlid: () => {
      made += 1
      return `01K${String(made).padStart(23, '0')}`
    },
    hashNumber: (number) => `hash(${number.length})`,
  })
}

function arrival(more: Partial<RawArrival> = {}): RawArrival {
  return {
    legId: 'leg-1' as LegId,
    nodeId: NODE,
    callingNumber: NUMBER,
    callerName: NAME,
    calledNumber: '8000',
    answered: false,
    ...more,
  }
}

it('masks and hashes the numbers of an arrival; the full ones and the name go into sealed fields alone', () => {
  const { input, privateFields } = anIntake()({ type: 'legParked', nodeId: NODE, at: AT, arrival: arrival() })
  const text = JSON.stringify(input)
  expect(text).not.toContain(NUMBER)
  expect(text).not.toContain(NAME)
  if (input.type !== 'legParked') throw new Error(input.type)
  const { callId, calling, serviceNumber } = input.arrival
  expect(parseCallId(callId).ok).toBe(true)
  expect(calling).toEqual({ masked: '138****5678', hash: 'hash(11)' })
  expect(serviceNumber).toBe('8000')
  expect(privateFields).toEqual([
    { callId, name: 'callingNumber', value: NUMBER },
    { callId, name: 'callerName', value: NAME },
    { callId, name: 'calledNumber', value: '8000' },
  ])
})

it('hashes no number that is withheld, and seals nothing empty', () => {
  const hidden = arrival({ callingNumber: '', callerName: '' })
  const { input, privateFields } = anIntake()({ type: 'legParked', nodeId: NODE, at: AT, arrival: hidden })
  if (input.type !== 'legParked') throw new Error(input.type)
  expect(input.arrival.calling.hash).toBe('')
  expect(privateFields.map(({ name }) => name)).toEqual(['calledNumber'])
})

it('does the same for each arrival of a snapshot, each with a call of its own', () => {
  const plain = {
    callId: undefined,
    role: undefined,
    answered: true,
    bridgedTo: undefined,
    waiting: false,
    fallback: false,
  }
  const legs = ['leg-1', 'leg-2'].map((id) => {
    const legId = id as LegId
    return { ...plain, legId, arrival: arrival({ legId }) }
  })
  const talking = { ...plain, legId: 'leg-3' as LegId, arrival: undefined }
  const { input, privateFields } = anIntake()({
    type: 'switchConnected',
    nodeId: NODE,
    at: AT,
    coreUuid: 'core',
    legs: [...legs, talking],
  })
  if (input.type !== 'switchConnected') throw new Error(input.type)
  expect(JSON.stringify(input)).not.toContain(NUMBER)
  const calls = input.legs.map((leg) => leg.arrival?.callId)
  expect(new Set(calls).size).toBe(3)
  expect(calls[2]).toBeUndefined()
  expect(privateFields.filter(({ name }) => name === 'callingNumber')).toHaveLength(2)
})

it('passes on what carries no number', () => {
  const raw = { type: 'legAnswered', nodeId: NODE, at: AT, legId: 'leg-1' as LegId } as const
  expect(anIntake()(raw)).toEqual({ input: raw, privateFields: [] })
})
