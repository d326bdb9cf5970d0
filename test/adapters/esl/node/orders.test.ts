import { describe, expect, test } from 'vitest'
import type { CallId, LegId } from '../../../../src/domain/ids.ts'
import type { Playable, SwitchCommand } from '../../../../src/runtime/switch.ts'
import { connectedNode, granted, NODE, type TestNode } from '../support/node.ts'
import type { Received } from '../support/switch.ts'
import { apiResponse, commandReply, type Header } from '../support/wire.ts'

type OrderOf<Type extends SwitchCommand['type']> = Extract<SwitchCommand, { readonly type: Type }>

const LEG = '11111111-2222-4333-8444-555555555555' as LegId
const AGENT = '22222222-2222-4333-8444-555555555555' as LegId
const CALL = 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV' as CallId
const TOKEN = `${CALL}.1`
const WIRE_TOKEN = `cti.${TOKEN}`
const ON = { nodeId: NODE, callId: CALL, legId: LEG }
const zh = (name: string): Playable => ({ kind: 'prompt', name, language: 'zh', pace: 'standard' })
const WELCOME = zh('welcome')
const MENU = zh('menu')

const play: OrderOf<'play'> = { type: 'play', ...ON, token: TOKEN, prompts: [WELCOME, MENU], keys: [] }
const collect: OrderOf<'collect'> = {
  type: 'collect',
  ...ON,
  token: TOKEN,
  prompts: [MENU],
  min: 1,
  max: 1,
  terminator: null,
  digits: ['1', '#'],
  keys: [],
  timeoutMs: 5000,
  interDigitMs: 2000,
}
const ring: SwitchCommand = {
  type: 'originate',
  ...ON,
  legId: AGENT,
  role: 'agent',
  to: { kind: 'extension', extension: '1001' },
  ringMs: 15_000,
  shownNumber: '138****8000',
  earlyMedia: 'ignore',
}

/** Runs one order; returns the first `count` commands that it sent. */
async function sent(node: TestNode, order: SwitchCommand, count = 1): Promise<readonly Received[]> {
  node.port.run(order)
  return node.orders.count(count)
}

const completed = (token: string, more: readonly Header[] = []): readonly Header[] => [
  ['Event-Name', 'CHANNEL_EXECUTE_COMPLETE'],
  ['Unique-ID', LEG],
  ['Application-UUID', token],
  ['Application-Response', 'FILE PLAYED'],
  ...more,
]

const firstInput = (node: TestNode) => node.inputs.first((input) => input.type !== 'switchConnected')

describe('a caller’s leg', () => {
  test('is marked before the fallback is disarmed', async () => {
    const node = await connectedNode()
    const commands = await sent(node, { type: 'claimLeg', ...ON }, 2)
    expect(commands.map(({ line }) => line)).toEqual([
      `api uuid_setvar_multi ${LEG} cti_call_id=${CALL};cti_role=caller;cti_waiting=true;transfer_after_bridge=cti_return:XML:cti;playback_terminators=none;sensitive_dtmf=true`,
      `api sched_del ${LEG}`,
    ])
  })

  test('is answered by its own thread, hung up with a cause, handed to the fallback, and broken out of what plays', async () => {
    const node = await connectedNode()
    node.port.run({ type: 'answer', ...ON })
    node.port.run({ type: 'hangUp', ...ON, cause: 'LOSE_RACE' })
    node.port.run({ type: 'sendToFallback', ...ON })
    node.port.run({ type: 'stopPlayback', ...ON })
    node.port.run({ type: 'hangUpStray', nodeId: NODE, legId: AGENT })
    const commands = await node.orders.count(5)
    expect(commands[0]?.line).toBe(`sendmsg ${LEG}`)
    expect(commands[0]?.headers.get('execute-app-name')).toBe('answer')
    expect(commands.slice(1).map(({ line }) => line)).toEqual([
      `api uuid_kill ${LEG} LOSE_RACE`,
      `api uuid_transfer ${LEG} cti_fallback XML cti_fallback`,
      `api uuid_break ${LEG} all`,
      `api uuid_kill ${AGENT} ORIGINATOR_CANCEL`,
    ])
  })
})

describe('prompts and keys', () => {
  test('prompts are one file in order, locked against what comes next; their end is reported with the token', async () => {
    const node = await connectedNode()
    const [keys, command] = await sent(node, play, 2)
    expect(keys?.headers.get('execute-app-arg')).toBe('playback_terminators=none')
    expect(Object.fromEntries(command?.headers ?? [])).toEqual({
      'call-command': 'execute',
      'execute-app-name': 'playback',
      'execute-app-arg': 'file_string:///prompts/zh/welcome.wav!/prompts/zh/menu.wav',
      'event-lock': 'true',
      'Event-UUID': WIRE_TOKEN,
    })
    node.event(completed('of-the-dialplan'))
    node.event(completed(WIRE_TOKEN))
    expect(await firstInput(node)).toMatchObject({ type: 'promptFinished', legId: LEG, token: TOKEN })
    expect(node.inputs.items).toHaveLength(2)
  })

  test('nothing to say is said at once', async () => {
    const node = await connectedNode()
    node.port.run({ ...play, prompts: [] })
    expect(await firstInput(node)).toMatchObject({ type: 'promptFinished', token: TOKEN })
    expect(node.orders.items).toEqual([])
  })

  const keys: readonly [string, readonly Header[], object][] = [
    ['a key of the menu', [['variable_cti_digits', '1']], { kind: 'digits', digits: '1' }],
    ['the hash key', [['variable_cti_digits', '#']], { kind: 'digits', digits: '#' }],
    ['another key', [['variable_cti_digits', '7']], { kind: 'invalid' }],
    ['no key', [], { kind: 'none' }],
  ]
  for (const [what, headers, result] of keys) {
    test(`${what} is ${JSON.stringify(result)}, and leaves no trace on the leg or in the log`, async () => {
      const node = await connectedNode()
      const [command] = await sent(node, collect)
      expect(command?.headers.get('execute-app-arg')).toBe(
        '1 1 1 5000 none file_string://silence_stream://20!/prompts/zh/menu.wav silence_stream://20 cti_digits',
      )
      node.event(completed(WIRE_TOKEN, headers))
      expect(await firstInput(node)).toEqual({
        type: 'digitsCollected',
        nodeId: NODE,
        legId: LEG,
        at: expect.any(Number),
        token: TOKEN,
        result,
      })
      node.port.beat()
      const lines = (await node.orders.count(headers.length + 2)).map(({ line }) => line).slice(1, -1)
      expect(lines).toEqual(headers.length === 0 ? [] : [`api uuid_setvar_multi ${LEG} cti_digits=`])
    })
  }

  test('music goes on for ever behind the prompts, and nothing of it is reported', async () => {
    const node = await connectedNode()
    node.port.run({ type: 'startMusic', ...ON, prompts: [WELCOME], music: 'local_stream://moh', keys: [] })
    const [keys, prompt, music] = await node.orders.count(3)
    expect(keys?.headers.get('execute-app-arg')).toBe('playback_terminators=none')
    expect(prompt?.headers.get('event-lock')).toBe('true')
    expect(music?.headers.get('execute-app-arg')).toBe('local_stream://moh')
    expect(music?.headers.get('loops')).toBe('-1')
    expect(music?.headers.has('event-lock')).toBe(false)
    for (const one of [prompt, music]) node.event(completed(one?.headers.get('Event-UUID') ?? ''))
    node.event([
      ['Event-Name', 'CHANNEL_HANGUP'],
      ['Unique-ID', LEG],
    ])
    expect(await firstInput(node)).toMatchObject({ type: 'legHungUp' })
  })

  test('a leg that ends ends its prompts without a word of their own', async () => {
    const node = await connectedNode()
    await sent(node, play)
    node.event([
      ['Event-Name', 'CHANNEL_HANGUP_COMPLETE'],
      ['Unique-ID', LEG],
    ])
    node.event([
      ['Event-Name', 'CHANNEL_UNBRIDGE'],
      ['Unique-ID', LEG],
    ])
    await node.inputs.count(3)
    expect(node.inputs.items.slice(1)).toMatchObject([{ type: 'legHungUp' }, { type: 'legsUnbridged' }])
  })

  test('a prompt whose file name the switch would read as something else is refused before it is sent', async () => {
    const node = await connectedNode()
    for (const name of ['a b', 'a!b', "a'b", 'a$b', 'a\nb']) {
      node.port.run({ ...play, prompts: [zh(name)] })
    }
    await node.inputs.count(6)
    for (const input of node.inputs.items.slice(1)) {
      expect(input).toMatchObject({ type: 'commandFailed', command: 'play', token: TOKEN, reason: 'invalid' })
    }
    expect(node.orders.items).toEqual([])
  })
})

describe('ringing', () => {
  test('the leg has our uuid, carries its call, is bounded on the switch too, and shows the masked number', async () => {
    const node = await connectedNode()
    const [command] = await sent(node, ring)
    expect(command?.line).toBe(
      `bgapi originate {origination_uuid=${AGENT},cti_call_id=${CALL},cti_role=agent,originate_timeout=17,` +
        'ignore_early_media=true,continue_on_fail=true,park_after_early_bridge=true,park_after_bridge=true,' +
        'origination_caller_id_number=138****8000,origination_caller_id_name=138****8000}user/1001 &park()',
    )
  })

  test('a number goes out through the gateway that the switch names', async () => {
    const node = await connectedNode({ gateway: 'carrier-1' })
    const [command] = await sent(node, {
      ...ring,
      role: 'party',
      to: { kind: 'number', number: '+8613900139000' },
      shownNumber: '',
      earlyMedia: 'accept',
    })
    expect(command?.line).toMatch(
      /ignore_early_media=false}sofia\/gateway\/carrier-1\/\+8613900139000 &park\(\)$/,
    )
    expect(command?.line).not.toContain('park_after_bridge')
  })

  const impossible: readonly [string, SwitchCommand, string, string][] = [
    ['no gateway', { ...ring, to: { kind: 'number', number: '139' } }, 'none', 'NO_ROUTE_DESTINATION'],
    [
      'a number that is a dial string',
      { ...ring, to: { kind: 'number', number: '139,user/1002' } },
      'g',
      'INVALID_NUMBER_FORMAT',
    ],
    [
      'an extension that is one',
      { ...ring, to: { kind: 'extension', extension: '1001,1002' } },
      'g',
      'INVALID_NUMBER_FORMAT',
    ],
  ]
  for (const [what, order, gateway, cause] of impossible) {
    test(`${what}: failed at once, unsent, with a cause`, async () => {
      const node = await connectedNode({ gateway })
      node.port.run(order)
      expect(await firstInput(node)).toMatchObject({
        type: 'commandFailed',
        legId: AGENT,
        command: 'originate',
        reason: 'invalid',
        cause,
      })
      expect(node.orders.items).toEqual([])
    })
  }

  test('a phone that isn’t there is reported with the switch’s cause', async () => {
    const node = await connectedNode()
    const [order] = await sent(node, ring)
    if (order !== undefined) node.endJob(order, '-ERR USER_NOT_REGISTERED\n')
    expect(await firstInput(node)).toMatchObject({
      type: 'commandFailed',
      command: 'originate',
      reason: 'refused',
      cause: 'USER_NOT_REGISTERED',
    })
  })

  const mine: readonly Header[] = [
    ['Unique-ID', AGENT],
    ['Call-Direction', 'outbound'],
    ['variable_cti_call_id', CALL],
    ['variable_cti_role', 'agent'],
  ]

  test('a phone that rang reports its own end, once; the failed job adds nothing', async () => {
    const node = await connectedNode()
    const [order] = await sent(node, ring)
    node.event([['Event-Name', 'CHANNEL_CREATE'], ...mine])
    node.event([['Event-Name', 'CHANNEL_HANGUP'], ...mine, ['Hangup-Cause', 'USER_BUSY']])
    node.event([['Event-Name', 'CHANNEL_HANGUP_COMPLETE'], ...mine, ['Hangup-Cause', 'USER_BUSY']])
    if (order !== undefined) node.endJob(order, '-ERR USER_BUSY\n')
    node.event([
      ['Event-Name', 'CHANNEL_UNBRIDGE'],
      ['Unique-ID', LEG],
    ])
    await node.inputs.count(4)
    expect(node.inputs.items.slice(1).map(({ type }) => type)).toEqual([
      'legCreated',
      'legHungUp',
      'legsUnbridged',
    ])
  })

  for (const [what, sign] of [
    ['the leg is parked', (node: TestNode) => node.event([['Event-Name', 'CHANNEL_PARK'], ...mine])],
    [
      'the leg is parked after its job has ended well',
      (node: TestNode, order: Received) => {
        node.endJob(order, `+OK ${AGENT}\n`)
        // What comes between the two must still find the answer held back.
        node.event([
          ['Event-Name', 'CHANNEL_UNBRIDGE'],
          ['Unique-ID', LEG],
        ])
        node.event([['Event-Name', 'CHANNEL_PARK'], ...mine])
      },
    ],
    [
      'the job has failed',
      (node: TestNode, order: Received) => node.endJob(order, '-ERR ORIGINATOR_CANCEL\n'),
    ],
  ] as const) {
    test(`an answer is held back until ${what}: a bridge before that tears the leg from originate`, async () => {
      const node = await connectedNode()
      const [order] = await sent(node, ring)
      node.event([['Event-Name', 'CHANNEL_ANSWER'], ...mine])
      node.event([
        ['Event-Name', 'CHANNEL_UNBRIDGE'],
        ['Unique-ID', LEG],
      ])
      await node.inputs.count(2)
      expect(node.inputs.items[1]).toMatchObject({ type: 'legsUnbridged' })
      if (order !== undefined) sign(node, order)
      await node.inputs.first(({ type }) => type === 'legAnswered')
      const came = node.inputs.items.slice(2).filter(({ type }) => type !== 'legsUnbridged')
      expect(came).toMatchObject([{ type: 'legAnswered', legId: AGENT }])
      const atEnd = node.inputs.items.at(-1)
      expect(atEnd).toMatchObject({ type: 'legAnswered' })
    })
  }

  test('an answer that was held back when the leg ended is never told', async () => {
    const node = await connectedNode()
    const [order] = await sent(node, ring)
    node.event([['Event-Name', 'CHANNEL_ANSWER'], ...mine])
    node.event([['Event-Name', 'CHANNEL_HANGUP'], ...mine, ['Hangup-Cause', 'NORMAL_CLEARING']])
    if (order !== undefined) node.endJob(order, '-ERR NORMAL_CLEARING\n')
    node.event([['Event-Name', 'CHANNEL_HANGUP_COMPLETE'], ...mine, ['Hangup-Cause', 'NORMAL_CLEARING']])
    node.event([
      ['Event-Name', 'CHANNEL_UNBRIDGE'],
      ['Unique-ID', LEG],
    ])
    await node.inputs.count(3)
    expect(node.inputs.items.slice(1).map(({ type }) => type)).toEqual(['legHungUp', 'legsUnbridged'])
  })
})

describe('bridging', () => {
  test('the second leg is told not to stay when the bridge ends nor to lose whom it holds, then the two are bridged', async () => {
    const node = await connectedNode()
    const commands = await sent(node, { type: 'bridge', ...ON, withLegId: AGENT }, 3)
    expect(commands.map(({ line }) => line)).toEqual([
      `api uuid_setvar_multi ${AGENT} park_after_bridge=false;hold_hangup_xfer_exten=cti_return:XML:cti`,
      `api uuid_setvar ${LEG} sensitive_dtmf`,
      `api expand uuid_bridge \${cond(\${uuid_getvar(${LEG} cti_fallback)} == true ? fallback : ${LEG})} ${AGENT}`,
    ])
  })

  test('the switch is poked from the order until the bridge is seen, and while a phone rings', async () => {
    const node = await connectedNode()
    const peer = await node.freeswitch.peers.first()
    expect(peer.pokes.items).toEqual([])
    await sent(node, { type: 'bridge', ...ON, withLegId: AGENT }, 3)
    await peer.pokes.count(1)
    node.event([
      ['Event-Name', 'CHANNEL_BRIDGE'],
      ['Unique-ID', LEG],
      ['Bridge-A-Unique-ID', LEG],
      ['Bridge-B-Unique-ID', AGENT],
    ])
    await firstInput(node)
    node.port.beat()
    await node.orders.count(4)
    const before = peer.pokes.items.length
    node.port.beat()
    await node.orders.count(5)
    expect(peer.pokes.items).toHaveLength(before)

    node.port.run(ring)
    await peer.pokes.count(before + 1)
  })

  test('a refusal doesn’t say which leg is gone, so it blames none', async () => {
    const node = await connectedNode()
    node.answer = (received) =>
      received.line.startsWith('api expand uuid_bridge')
        ? apiResponse('-ERR Invalid uuid\n')
        : granted(received)
    node.port.run({ type: 'bridge', ...ON, withLegId: AGENT })
    expect(await firstInput(node)).toMatchObject({
      type: 'commandFailed',
      command: 'bridge',
      reason: 'refused',
    })
  })
})

describe('what goes wrong', () => {
  const gone: readonly [SwitchCommand, string | undefined][] = [
    [{ type: 'claimLeg', ...ON }, undefined],
    [{ type: 'answer', ...ON }, undefined],
    [play, TOKEN],
    [collect, TOKEN],
    [{ type: 'startMusic', ...ON, prompts: [], music: 'x', keys: [] }, undefined],
    [{ type: 'stopPlayback', ...ON }, undefined],
    [{ type: 'answerPhone', ...ON }, undefined],
    [{ type: 'hangUp', ...ON, cause: 'NORMAL_CLEARING' }, undefined],
    [{ type: 'sendToFallback', ...ON }, undefined],
  ]
  for (const [order, token] of gone) {
    test(`${order.type} on a leg that is gone says so`, async () => {
      const node = await connectedNode()
      node.answer = ({ line }) =>
        line.startsWith('api ')
          ? apiResponse('-ERR No such channel!\n')
          : commandReply(`-ERR invalid session id [${LEG}]`)
      node.port.run(order)
      expect(await firstInput(node)).toMatchObject({
        type: 'commandFailed',
        legId: LEG,
        command: order.type,
        token,
        reason: 'noSuchLeg',
      })
    })
  }

  test('orders under way when the connection goes, and orders without one, are reported as lost', async () => {
    const node = await connectedNode()
    node.answer = () => undefined
    node.port.run({ type: 'hangUp', ...ON, cause: 'NORMAL_CLEARING' })
    const [{ peer }] = (await node.orders.count(1)) as [Received]
    await node.freeswitch.close()
    peer.socket.destroy()
    await node.inputs.first((input) => input.type === 'switchLost')
    expect(node.inputs.items.slice(1)).toMatchObject([
      { type: 'commandFailed', command: 'hangUp', reason: 'connectionLost' },
      { type: 'switchLost' },
    ])
    node.port.run(play)
    await node.inputs.count(4)
    expect(node.inputs.items[3]).toMatchObject({ command: 'play', token: TOKEN, reason: 'connectionLost' })
    expect(node.port.connected).toBe(false)
  })

  test('after close nothing is reported any more', async () => {
    const node = await connectedNode()
    node.answer = () => undefined
    node.port.run(play)
    await node.orders.count(1)
    await node.port.close()
    expect(node.inputs.items.map(({ type }) => type)).toEqual(['switchConnected'])
  })
})

test('the beat is the node’s own second', async () => {
  const node = await connectedNode()
  node.port.beat()
  const [command] = await node.orders.count(1)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the switch expands it
  expect(command?.line).toBe('api expand global_setvar cti_seen=${strepoch()}')
})

test('no number, name or key that went through is in the log', async () => {
  const node = await connectedNode()
  node.answer = ({ line, headers }) =>
    line.startsWith('api ')
      ? apiResponse('-ERR 13800138000 张三\n')
      : headers.has('Job-UUID')
        ? granted({ line, headers } as Received)
        : commandReply('-ERR 13800138000')
  const [order] = await sent(node, { ...ring, to: { kind: 'number', number: '13900139000' } })
  if (order !== undefined) node.endJob(order, '-ERR 13900139000\n')
  node.port.run(collect)
  node.port.run({ type: 'claimLeg', ...ON })
  await node.inputs.count(5)
  const text = JSON.stringify(node.log.items)
  for (const secret of ['13800138000', '13900139000', '张三']) expect(text).not.toContain(secret)
})
