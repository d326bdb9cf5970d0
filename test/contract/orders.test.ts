/** What the scenarios send is what the service sends: without this, they could go on about commands of the past. */
import { describe, expect, it } from 'vitest'
import type { OrderContext } from '../../src/adapters/esl/orders/context.ts'
import { carryOut } from '../../src/adapters/esl/orders/orders.ts'
import { createOriginating } from '../../src/adapters/esl/originating.ts'
import { createTerminators } from '../../src/adapters/esl/terminators.ts'
import { TRANSLATED_EVENTS } from '../../src/adapters/esl/translate.ts'
import { type CallId, type LegId, type NodeId, recordingIdOf } from '../../src/domain/ids.ts'
import type { Playable, SwitchCommand } from '../../src/runtime/switch.ts'
import { callId } from './support/bench.ts'
import { SUBSCRIPTION } from './support/event-socket.ts'
import {
  answerPhone,
  claim,
  collectArgument,
  entryArgument,
  FALLBACK,
  leaves,
  openKeys,
  originate,
  playArgument,
  RECORD_HOW,
  terminators,
} from './support/orders.ts'

const nodeId = 'node_a' as NodeId
const id = callId() as CallId
const legId = 'aaaaaaaa-0000-4000-8000-000000000001' as LegId
const withLegId = 'aaaaaaaa-0000-4000-8000-000000000002' as LegId
const on = { nodeId, callId: id, legId }
const onTake = { ...on, recordingId: recordingIdOf(id), take: 3 }
const takeFile = `/spool/${recordingIdOf(id)}.3.raw`
const prompts: readonly Playable[] = [{ kind: 'prompt', name: 'welcome', language: 'zh', pace: 'standard' }]
const files = ['/prompts/zh/welcome.wav']

/** An order's commands, written down in place of being sent. */
function sentBy(order: SwitchCommand): string[] {
  const sent: string[] = []
  const context: OrderContext = {
    nodeId,
    switch: {
      api: (command) => sent.push(`api ${command}`),
      bgapi: (command) => sent.push(`bgapi ${command}`),
      execute: (uuid, application, argument, { lock = false, forever = false }) =>
        sent.push(
          `execute ${uuid} ${application} ${argument}${lock ? ' locked' : ''}${forever ? ' forever' : ''}`,
        ),
      sendmsgHangup: (uuid, cause) => sent.push(`hangup ${uuid} ${cause}`),
      expectEvent: () => () => {},
    },
    gateway: () => 'outside',
    promptFile: (prompt) =>
      prompt.kind === 'file' ? prompt.path : `/prompts/${prompt.language}/${prompt.name}.wav`,
    recordingFile: (recordingId, take) => `/spool/${recordingId}.${take}.raw`,
    draining: { order: (paused) => sent.push(`draining ${paused}`) },
    phones: { look: () => {} },
    now: () => 0,
    report: () => {},
    fail: () => {},
    expect: () => {},
    arrived: () => {},
    originating: createOriginating(
      () => {},
      () => 0,
    ),
    terminators: createTerminators(),
    silenced: new Set(),
  }
  carryOut(order, context)
  return sent
}

const ringing = { type: 'originate', ...on, ringMs: 20_000, shownNumber: '138****0000' } as const
const text = { uuid: legId, callId: id, timeoutSeconds: 22, shownNumber: '138****0000' } as const

const collect = {
  type: 'collect',
  ...on,
  token: 't',
  prompts,
  min: 1,
  terminator: null,
  keys: [],
  timeoutMs: 5_000,
  interDigitMs: 3_000,
} as const

/** Every order that there is. */
const orders: readonly [SwitchCommand, readonly string[]][] = [
  [{ type: 'claimLeg', ...on }, claim(legId, id).map((command) => `api ${command}`)],
  [{ type: 'answer', ...on }, [`execute ${legId} answer  locked`]],
  [
    { type: 'play', ...on, token: 't', prompts, keys: ['9', '*'] },
    [
      `execute ${legId} set ${terminators('9*')} locked`,
      `execute ${legId} playback ${playArgument(files)} locked`,
    ],
  ],
  [
    { ...collect, max: 1, digits: ['1'] },
    [`execute ${legId} play_and_get_digits ${collectArgument(5_000, files)} locked`],
  ],
  [
    { ...collect, max: 18, digits: [] },
    [
      `execute ${legId} unset read_terminator_used locked`,
      `execute ${legId} play_and_get_digits ${entryArgument({ max: 18, timeoutMs: 5_000, interDigitMs: 3_000, files })} locked`,
    ],
  ],
  [
    { type: 'startMusic', ...on, prompts, music: 'local_stream://moh', keys: [] },
    [
      `execute ${legId} set ${terminators('none')} locked`,
      `execute ${legId} playback ${playArgument(files)} locked`,
      `execute ${legId} playback local_stream://moh forever`,
    ],
  ],
  [{ type: 'stopPlayback', ...on }, [`api uuid_break ${legId} all`]],
  [
    { ...ringing, role: 'agent', to: { kind: 'extension', extension: '1001' }, earlyMedia: 'ignore' },
    [`bgapi ${originate({ ...text, to: 'user/1001' })}`],
  ],
  [
    { ...ringing, role: 'party', to: { kind: 'number', number: '13900139000' }, earlyMedia: 'accept' },
    [
      `bgapi ${originate({ ...text, role: 'party', to: 'sofia/gateway/outside/13900139000', earlyMedia: 'accept' })}`,
    ],
  ],
  [
    {
      ...ringing,
      role: 'agent',
      to: { kind: 'extension', extension: '1001' },
      earlyMedia: 'ignore',
      autoAnswer: true,
    },
    [`bgapi ${originate({ ...text, to: 'user/1001', autoAnswer: true })}`],
  ],
  [{ type: 'answerPhone', ...on }, [`api ${answerPhone(legId)}`]],
  [
    { type: 'bridge', ...on, withLegId },
    [
      `api ${leaves(withLegId)}`,
      `api ${openKeys(legId)}`,
      `api expand uuid_bridge \${cond(\${uuid_getvar(${legId} cti_fallback)} == true ? fallback : ${legId})} ${withLegId}`,
    ],
  ],
  [{ type: 'hangUp', ...on, cause: 'LOSE_RACE' }, [`api uuid_kill ${legId} LOSE_RACE`]],
  [{ type: 'sendToFallback', ...on }, [`api uuid_transfer ${legId} ${FALLBACK}`]],
  [
    { type: 'startRecording', ...onTake },
    [`api uuid_setvar_multi ${legId} ${RECORD_HOW}`, `api uuid_record ${legId} start ${takeFile}`],
  ],
  [{ type: 'stopRecording', ...onTake }, [`api uuid_record ${legId} stop ${takeFile}`]],
  [{ type: 'maskRecording', ...onTake, masked: true }, [`api uuid_record ${legId} mask ${takeFile}`]],
  [{ type: 'maskRecording', ...onTake, masked: false }, [`api uuid_record ${legId} unmask ${takeFile}`]],
  [{ type: 'hangUpStray', nodeId, legId }, [`api uuid_kill ${legId} ORIGINATOR_CANCEL`]],
]

describe('the scenarios speak of what the service sends', () => {
  it.each(orders.map(([order, sent]) => [order.type, order, sent] as const))('%s', (_, order, sent) => {
    expect(sentBy(order)).toEqual(sent)
  })

  it('and of the events that it listens to', () => {
    expect(SUBSCRIPTION).toEqual(expect.arrayContaining([...TRANSLATED_EVENTS]))
  })
})
