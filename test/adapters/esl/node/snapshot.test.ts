import { expect, test } from 'vitest'
import type { LegId } from '../../../../src/domain/ids.ts'
import type { RawSwitchInput } from '../../../../src/runtime/switch.ts'
import { connectedNode, NODE, startNode } from '../support/node.ts'
import { CORE_UUID } from '../support/switch.ts'
import { apiResponse, type Header } from '../support/wire.ts'

const CALLER = '11111111-2222-4333-8444-555555555555'
const AGENT = '22222222-2222-4333-8444-555555555555'
const STRANGER = '33333333-2222-4333-8444-555555555555'
const CALL = 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV'

const inbound = (uuid: string, more: readonly Header[]): readonly Header[] => [
  ['Event-Name', 'CHANNEL_DATA'],
  ['Unique-ID', uuid],
  ['Call-Direction', 'inbound'],
  ['Caller-Caller-ID-Name', Buffer.from([0xd5, 0xc5, 0xc8, 0xfd])],
  ['Caller-Caller-ID-Number', '13800138000'],
  ['Caller-Destination-Number', '8000'],
  ...more,
]

const legsOf = (inputs: readonly RawSwitchInput[]) =>
  inputs.flatMap((input) => (input.type === 'switchConnected' ? [input.legs] : [])).at(-1)

test('each leg is reported as its own dump has it: a caller who waits, one who talks, one who has just come', async () => {
  const node = await connectedNode({
    legs: new Map([
      [
        CALLER,
        inbound(CALLER, [
          ['Answer-State', 'answered'],
          ['variable_cti_call_id', CALL],
          ['variable_cti_role', 'caller'],
          ['variable_cti_waiting', 'true'],
          ['variable_bridge_to', AGENT],
        ]),
      ],
      [
        AGENT,
        [
          ['Unique-ID', AGENT],
          ['Call-Direction', 'outbound'],
          ['Answer-State', 'answered'],
          ['variable_cti_call_id', CALL],
          ['variable_cti_role', 'agent'],
          ['variable_current_application', 'park'],
          ['variable_bridge_to', CALLER],
        ],
      ],
      [
        STRANGER,
        inbound(STRANGER, [
          ['Answer-State', 'ringing'],
          ['variable_current_application', 'park'],
        ]),
      ],
    ]),
  })
  expect(node.port.connected).toBe(true)
  expect(node.inputs.items[0]).toMatchObject({ type: 'switchConnected', nodeId: NODE, coreUuid: CORE_UUID })
  expect(legsOf(node.inputs.items)).toEqual([
    {
      legId: CALLER,
      callId: CALL,
      role: 'caller',
      answered: true,
      bridgedTo: AGENT,
      waiting: true,
      fallback: false,
      arrival: undefined,
    },
    {
      legId: AGENT,
      callId: CALL,
      role: 'agent',
      answered: true,
      bridgedTo: CALLER,
      waiting: false,
      fallback: false,
      arrival: undefined,
    },
    {
      legId: STRANGER,
      callId: undefined,
      role: undefined,
      answered: false,
      bridgedTo: undefined,
      waiting: false,
      fallback: false,
      arrival: {
        legId: STRANGER,
        nodeId: NODE,
        callingNumber: '13800138000',
        callerName: '张三',
        calledNumber: '8000',
        answered: false,
      },
    },
  ])
})

test('after a bridge the number that was dialled is the one that the dialplan kept', async () => {
  const back: readonly Header[] = [
    ['variable_cti_waiting', 'true'],
    ['variable_cti_arrived_number', '8001'],
  ]
  const headers = inbound(CALLER, back).map(
    ([name, value]): Header => [name, name === 'Caller-Destination-Number' ? 'cti_return' : value],
  )
  const node = await connectedNode({ legs: new Map([[CALLER, headers]]) })
  expect(legsOf(node.inputs.items)?.[0]?.arrival?.calledNumber).toBe('8001')
})

test('whom the fallback group has is named as a caller; a call between two phones of the house is no arrival', async () => {
  const node = await connectedNode({
    legs: new Map([
      [
        CALLER,
        inbound(CALLER, [
          ['variable_cti_fallback', 'true'],
          ['variable_cti_arrived_number', '8001'],
          ['variable_bridge_to', STRANGER],
        ]),
      ],
      [STRANGER, inbound(STRANGER, [['variable_current_application', 'bridge']])],
    ]),
  })
  const legs = legsOf(node.inputs.items)
  expect(legs?.map(({ legId, fallback, arrival }) => ({ legId, fallback, arrival }))).toMatchObject([
    { legId: CALLER, fallback: true, arrival: { legId: CALLER, calledNumber: '8001' } },
    { legId: STRANGER, fallback: false, arrival: undefined },
  ])
})

test('a leg that the database still shows, but the switch no longer has, isn’t there', async () => {
  const node = await connectedNode({
    legs: new Map([
      [CALLER, inbound(CALLER, [])],
      [STRANGER, inbound(STRANGER, [])],
    ]),
    before: ({ line }, { legs }) => {
      if (line === `api uuid_dump ${CALLER}`) legs.delete(CALLER)
    },
  })
  expect(legsOf(node.inputs.items)?.map(({ legId }) => legId)).toEqual([STRANGER])
})

test('a leg that the database doesn’t show yet, but that is held to be there, is asked for', async () => {
  const gone = '6d0a0000-0000-4000-8000-00000000dead' as LegId
  const node = await connectedNode({
    unlisted: new Map([[CALLER, inbound(CALLER, [])]]),
    held: [CALLER as LegId, gone],
  })
  expect(legsOf(node.inputs.items)?.map(({ legId }) => legId)).toEqual([CALLER])
})

test('a leg that only an event has named is asked for too; what came meanwhile follows the snapshot in order', async () => {
  const node = await connectedNode({
    before: ({ line }, { event, legs }) => {
      if (line !== 'api show channels as json') return
      event([
        ['Event-Name', 'CHANNEL_BRIDGE'],
        ['Unique-ID', CALLER],
        ['Bridge-A-Unique-ID', CALLER],
        ['Bridge-B-Unique-ID', AGENT],
      ])
      event([
        ['Event-Name', 'CHANNEL_HANGUP_COMPLETE'],
        ['Unique-ID', AGENT],
        ['Hangup-Cause', 'NORMAL_CLEARING'],
      ])
      // Not yet in the database, but there.
      queueMicrotask(() => legs.set(CALLER, inbound(CALLER, [])))
    },
  })
  await node.inputs.count(3)
  expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected', 'legsBridged', 'legHungUp'])
  expect(legsOf(node.inputs.items)?.map(({ legId }) => legId)).toEqual([CALLER])
})

test('a name that breaks the database’s JSON hides nobody', async () => {
  const node = await startNode({ legs: new Map([[CALLER, inbound(CALLER, [])]]) })
  const { onCommand } = node.freeswitch
  node.freeswitch.onCommand = (received) => {
    if (received.line !== 'api show channels as json') return onCommand(received)
    const name = Buffer.from([0xc3, 0x5c, 0x22])
    const row = Buffer.concat([
      Buffer.from(`{"row_count":1,"rows":[{"uuid":"${CALLER}","cid_name":"`),
      name,
      Buffer.from('","state":"CS_EXECUTE"}]}'),
    ])
    received.peer.write(apiResponse(row))
  }
  await node.inputs.first()
  expect(legsOf(node.inputs.items)?.map(({ legId }) => legId)).toEqual([CALLER])
})

test('after a loss: one `switchLost`, then a new snapshot before anything else', async () => {
  const node = await connectedNode({ legs: new Map([[CALLER, inbound(CALLER, [])]]) })
  node.freeswitch.peers.items[0]?.socket.resetAndDestroy()
  await node.inputs.count(3)
  expect(node.inputs.items.map(({ type }) => type)).toEqual([
    'switchConnected',
    'switchLost',
    'switchConnected',
  ])
  expect(node.fates.items).toEqual(['connected', 'not connected', 'connected'])
})

test('a loss while the snapshot is taken is no loss to the core: it had nothing yet', async () => {
  let losses = 0
  const node = await connectedNode({
    before: ({ line, peer }) => {
      if (line === 'api show channels as json' && losses++ === 0) peer.socket.destroy()
    },
  })
  expect(losses).toBe(2)
  expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected'])
})

test('a switch that refuses the snapshot is tried again, and not called connected', async () => {
  const node = await startNode()
  const { onCommand } = node.freeswitch
  let refusals = 0
  node.freeswitch.onCommand = (received) => {
    if (received.line !== 'api show channels as json' || refusals === 2) return onCommand(received)
    refusals++
    received.peer.write(apiResponse('-ERR no database\n'))
  }
  await node.inputs.first()
  expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected'])
  const given = node.log.items.filter(({ fields }) =>
    JSON.stringify(fields).includes('show channels: refused'),
  )
  expect(given).toHaveLength(2)
})

test('a node that takes up calls is looked at once it says that it has, and not before', async () => {
  const recovery = { atStart: true, done: false }
  const asked: string[] = []
  const node = await startNode({
    recovery,
    legs: new Map(),
    before: ({ line }, { legs }) => {
      asked.push(line)
      // It comes back at the third question, with nobody bridged yet: FreeSWITCH does that by itself.
      if (asked.filter((one) => one === 'api global_getvar cti_recovered').length < 3) return
      recovery.done = true
      legs.set(CALLER, inbound(CALLER, [['Answer-State', 'answered'], ...bond(AGENT)]))
    },
  })
  await node.inputs.first((input) => input.type === 'switchConnected')
  const [done, shown] = [asked.lastIndexOf('api global_getvar cti_recovered'), asked.indexOf(SHOW)]
  expect(shown).toBeGreaterThan(done)
  expect(legsOf(node.inputs.items)).toMatchObject([{ legId: CALLER, bridgedTo: AGENT }])
})

const SHOW = 'api show channels as json'

/** A leg that was bridged when the node was killed. */
const bond = (other: string): readonly Header[] => [
  ['Channel-State', 'CS_RESET'],
  ['variable_signal_bond', other],
]
