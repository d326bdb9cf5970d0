/** Which phones a node has registrations of: what it says of itself, and what it answers. */
import { expect, test } from 'vitest'
import { connectedNode, NODE, type TestNode } from '../support/node.ts'
import { apiResponse, type Header } from '../support/wire.ts'

/** A node that knows these phones, and nothing else. */
async function nodeWith(...phones: string[]): Promise<{ node: TestNode; phones: Set<string> }> {
  const node = await connectedNode()
  const known = new Set(phones)
  const granted = node.answer
  node.answer = (order) => {
    const asked = /^api sofia_contact agents\/(\S+)$/.exec(order.line)?.[1]
    if (asked === undefined) return granted(order)
    return apiResponse(
      known.has(asked) ? `sofia/agents/sip:${asked}@192.0.2.1:5060` : 'error/user_not_registered',
    )
  }
  return { node, phones: known }
}

function registration(
  kind: 'register' | 'unregister' | 'expire',
  extension: string,
  profile = 'agents',
): Header[] {
  const user: Header = kind === 'expire' ? ['user', extension] : ['from-user', extension]
  return [['Event-Name', 'CUSTOM'], ['Event-Subclass', `sofia::${kind}`], ['profile-name', profile], user]
}

const about = (node: TestNode) =>
  node.inputs.items.flatMap((input) =>
    input.type === 'phoneGone' || input.type === 'phoneRegistered' ? [[input.type, input.extension]] : [],
  )

test('each phone that is asked for is answered for', async () => {
  const { node } = await nodeWith('1001')
  node.port.run({ type: 'lookAtPhones', nodeId: NODE, extensions: ['1001', '1002'] })
  await node.inputs.first((input) => input.type === 'phoneGone')
  expect(about(node).sort()).toEqual([
    ['phoneGone', '1002'],
    ['phoneRegistered', '1001'],
  ])
})

test('more than are asked at once are all asked in the end', async () => {
  const { node } = await nodeWith()
  const extensions = Array.from({ length: 75 }, (_, index) => String(2000 + index))
  node.port.run({ type: 'lookAtPhones', nodeId: NODE, extensions })
  await node.inputs.first((input) => input.type === 'phoneGone' && input.extension === '2074')
  expect(about(node)).toHaveLength(75)
})

test('a phone that registers is reported at once', async () => {
  const { node } = await nodeWith()
  node.event(registration('register', '1003'))
  expect(await node.inputs.first((input) => input.type === 'phoneRegistered')).toMatchObject({
    nodeId: NODE,
    extension: '1003',
  })
})

test.each(['unregister', 'expire'] as const)(
  'after %s the node is asked, and says that the phone is gone',
  async (kind) => {
    const { node } = await nodeWith()
    node.event(registration(kind, '1004'))
    expect(await node.inputs.first((input) => input.type === 'phoneGone')).toMatchObject({
      extension: '1004',
    })
  },
)

test('of two phones at an extension one may go: the other is there', async () => {
  const { node } = await nodeWith('1005')
  node.event(registration('expire', '1005'))
  expect(await node.inputs.first((input) => input.type === 'phoneRegistered')).toMatchObject({
    extension: '1005',
  })
  expect(about(node)).toHaveLength(1)
})

test('trunks that register are none of ours, nor what is no extension', async () => {
  const { node } = await nodeWith()
  node.event(registration('register', '1006', 'trunk'))
  node.event(registration('register', '10 06'))
  node.event(registration('register', '1007'))
  await node.inputs.first((input) => input.type === 'phoneRegistered')
  expect(about(node)).toEqual([['phoneRegistered', '1007']])
})
