import { expect, test } from 'vitest'
import { connectedNode } from '../support/node.ts'
import type { Header } from '../support/wire.ts'

const AGENT = '22222222-2222-4333-8444-555555555555'
const OTHER = '11111111-2222-4333-8444-555555555555'
const CALL = 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV'

/** An agent's phone that an earlier controller has rung. */
const agent = (...more: Header[]): readonly Header[] => [
  ['Unique-ID', AGENT],
  ['Call-Direction', 'outbound'],
  ['variable_cti_call_id', CALL],
  ['variable_cti_role', 'agent'],
  ...more,
]

const atFirst = async (...more: Header[]) => {
  const node = await connectedNode({ legs: new Map([[AGENT, agent(...more)]]) })
  const [connected] = node.inputs.items
  const leg = connected?.type === 'switchConnected' ? connected.legs[0] : undefined
  return { node, leg }
}

test('a phone found ringing: its answer counts when it is parked, not before', async () => {
  const { node, leg } = await atFirst(['Answer-State', 'ringing'])
  expect(leg?.answered).toBe(false)
  node.event([['Event-Name', 'CHANNEL_ANSWER'], ...agent(['Answer-State', 'answered'])])
  node.event([
    ['Event-Name', 'CHANNEL_UNBRIDGE'],
    ['Unique-ID', OTHER],
  ])
  node.event([['Event-Name', 'CHANNEL_PARK'], ...agent(['Answer-State', 'answered'])])
  await node.inputs.first(({ type }) => type === 'legAnswered')
  expect(node.inputs.items.map(({ type }) => type)).toEqual([
    'switchConnected',
    'legsUnbridged',
    'legAnswered',
  ])
})

test('a phone found answered that its originate still holds: the same', async () => {
  const { node, leg } = await atFirst(['Answer-State', 'answered'])
  expect(leg?.answered).toBe(false)
  expect(node.inputs.items).toHaveLength(1)
  node.event([['Event-Name', 'CHANNEL_PARK'], ...agent(['Answer-State', 'answered'])])
  await node.inputs.first(({ type }) => type === 'legAnswered')
})

test('a phone found parked is answered, and no later park answers it again', async () => {
  const { node, leg } = await atFirst(['Answer-State', 'answered'], ['variable_current_application', 'park'])
  expect(leg?.answered).toBe(true)
  node.event([['Event-Name', 'CHANNEL_PARK'], ...agent(['Answer-State', 'answered'])])
  node.event([['Event-Name', 'CHANNEL_HANGUP'], ...agent(['Hangup-Cause', 'NORMAL_CLEARING'])])
  await node.inputs.first(({ type }) => type === 'legHungUp')
  expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected', 'legHungUp'])
})

test('a phone found ringing that is put down says so, and its answer is forgotten', async () => {
  const { node } = await atFirst(['Answer-State', 'ringing'])
  node.event([['Event-Name', 'CHANNEL_ANSWER'], ...agent(['Answer-State', 'answered'])])
  node.event([['Event-Name', 'CHANNEL_HANGUP'], ...agent(['Hangup-Cause', 'NORMAL_CLEARING'])])
  await node.inputs.first(({ type }) => type === 'legHungUp')
  expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected', 'legHungUp'])
})
