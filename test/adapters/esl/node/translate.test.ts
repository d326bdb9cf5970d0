import { expect, test } from 'vitest'
import { createCodecs } from '../../../../src/adapters/esl/codecs.ts'
import { PlainEvent } from '../../../../src/adapters/esl/event.ts'
import { TRANSLATED_EVENTS, translate } from '../../../../src/adapters/esl/translate.ts'
import { connectedNode, NODE } from '../support/node.ts'
import { type Header, plainEvent } from '../support/wire.ts'

const LEG = '11111111-2222-4333-8444-555555555555'
const OTHER = '22222222-2222-4333-8444-555555555555'
const CALL = 'call_01ARZ3NDEKTSV4RRFFQ69G5FAV'
const ON = { nodeId: NODE, legId: LEG, at: 7 }

const inputOf = (name: string, more: readonly Header[] = []) =>
  translate(new PlainEvent(plainEvent([['Event-Name', name], ['Unique-ID', LEG], ...more])), NODE, 7)

const mine = (role: string): readonly Header[] => [
  ['variable_cti_call_id', CALL],
  ['variable_cti_role', role],
]

test('legs that we originated: created, ringing, heard, answered', () => {
  for (const role of ['agent', 'party']) {
    expect(inputOf('CHANNEL_CREATE', mine(role))).toEqual({ type: 'legCreated', ...ON, callId: CALL })
    expect(inputOf('CHANNEL_PROGRESS', mine(role))).toEqual({ type: 'legRinging', ...ON })
    expect(inputOf('CHANNEL_PROGRESS_MEDIA', mine(role))).toEqual({ type: 'legHeard', ...ON })
    expect(inputOf('CHANNEL_ANSWER', mine(role))).toEqual({ type: 'legAnswered', ...ON })
  }
})

test('legs that aren’t ours come up unreported: the core would hang them up', () => {
  for (const name of ['CHANNEL_CREATE', 'CHANNEL_PROGRESS', 'CHANNEL_PROGRESS_MEDIA', 'CHANNEL_ANSWER']) {
    expect(inputOf(name), name).toBeUndefined()
    expect(inputOf(name, [['variable_cti_call_id', 'call_nonsense']]), name).toBeUndefined()
  }
  expect(inputOf('CHANNEL_CREATE', mine('caller'))).toBeUndefined()
})

test('a caller’s answer is ours to report, unless the fallback group gave it', () => {
  expect(inputOf('CHANNEL_ANSWER', mine('caller'))).toEqual({ type: 'legAnswered', ...ON })
  expect(inputOf('CHANNEL_ANSWER', [...mine('caller'), ['variable_cti_fallback', 'true']])).toBeUndefined()
})

test('the fallback’s dialplan has taken a caller; other custom events are none of ours', () => {
  const of = (subclass: string) => inputOf('CUSTOM', [['Event-Subclass', subclass]])
  expect(of('cti::fallback')).toEqual({ type: 'legFellBack', ...ON })
  expect(of('sofia::register')).toBeUndefined()
  expect(inputOf('CUSTOM')).toBeUndefined()
})

test('a caller is parked: who, and what was dialled', () => {
  const headers: readonly Header[] = [
    ['Call-Direction', 'inbound'],
    ['Answer-State', 'ringing'],
    ['Caller-Caller-ID-Number', '13800138000'],
    ['Caller-Caller-ID-Name', '张三 \\"急\\" \\\\'],
    ['Caller-Destination-Number', '8000'],
  ]
  expect(inputOf('CHANNEL_PARK', headers)).toEqual({
    type: 'legParked',
    nodeId: NODE,
    at: 7,
    arrival: {
      legId: LEG,
      nodeId: NODE,
      callingNumber: '13800138000',
      callerName: '张三 "急" \\',
      calledNumber: '8000',
      answered: false,
    },
  })
  expect(inputOf('CHANNEL_PARK', [...headers, ...mine('agent')])).toBeUndefined()
  expect(inputOf('CHANNEL_PARK', [...headers, ['variable_cti_fallback', 'true']])).toBeUndefined()
  expect(inputOf('CHANNEL_PARK', [['Call-Direction', 'outbound']])).toBeUndefined()
})

test('bridges, and ends, of any leg', () => {
  const ends: readonly Header[] = [
    ['Bridge-A-Unique-ID', LEG],
    ['Bridge-B-Unique-ID', OTHER],
  ]
  expect(inputOf('CHANNEL_BRIDGE', ends)).toEqual({ type: 'legsBridged', ...ON, withLegId: OTHER })
  expect(inputOf('CHANNEL_BRIDGE')).toBeUndefined()
  expect(inputOf('CHANNEL_UNBRIDGE')).toEqual({ type: 'legsUnbridged', ...ON })
  expect(inputOf('CHANNEL_HANGUP', [['Hangup-Cause', 'USER_BUSY']])).toEqual({
    type: 'legHungUp',
    ...ON,
    cause: 'USER_BUSY',
  })
  expect(inputOf('CHANNEL_HANGUP')).toMatchObject({ cause: 'NORMAL_UNSPECIFIED' })
})

test('a leg’s end says how it sounded, as the switch measured what came from it', () => {
  const heard = (more: readonly Header[] = []): unknown =>
    inputOf('CHANNEL_HANGUP_COMPLETE', [
      ...more,
      ['Hangup-Cause', 'NORMAL_CLEARING'],
      ['Caller-Channel-Hold-Accum', '0'],
      ['variable_rtp_audio_in_packet_count', '1500'],
      ['variable_rtp_audio_in_jitter_max_variance', '30.25'],
      ['variable_rtp_audio_in_jitter_loss_rate', '0.11'],
      ['variable_rtp_audio_in_mos', '3.42'],
      ['variable_rtp_audio_out_packet_count', '1490'],
    ])
  const ended = { type: 'legHungUp', ...ON, cause: 'NORMAL_CLEARING' }
  const quality = { receivedPackets: 1_500, sentPackets: 1_490, lostPackets: 165, jitterMs: 5.5, mos: 3.42 }
  expect(heard()).toEqual({ ...ended, quality })
  expect(heard([['Caller-Channel-Hold-Accum', '1200000']])).toEqual({ ...ended, quality, held: true })
  // With next to no packets FreeSWITCH's figures mean nothing: MOS stands at 4.5 where nothing came.
  expect(heard([['variable_rtp_audio_in_packet_count', '99']])).toEqual({
    ...ended,
    quality: { ...quality, receivedPackets: 99, lostPackets: 11, jitterMs: null, mos: null },
  })
  for (const odd of ['nan', '-nan', 'inf', '', '-1', '1e9'])
    expect(heard([['variable_rtp_audio_in_mos', odd]])).toMatchObject({ quality: { mos: null } })
  expect(inputOf('CHANNEL_HANGUP_COMPLETE', [['Hangup-Cause', 'NORMAL_CLEARING']])).toEqual(ended)
})

test('whatever else comes means nothing: other events, legs with impossible uuids, none at all', () => {
  expect(inputOf('HEARTBEAT')).toBeUndefined()
  expect(inputOf('')).toBeUndefined()
  for (const name of TRANSLATED_EVENTS) {
    for (const uuid of ['', 'x', 'a b c d e f g h', '../../etc/passwd']) {
      const event = plainEvent([['Event-Name', name], ['Unique-ID', uuid], ...mine('agent')])
      const input = translate(new PlainEvent(event), NODE, 7)
      expect(input, `${name} of ${uuid}`).toBeUndefined()
    }
  }
})

test('on the wire: subscribed to exactly these, in order; what means nothing is counted and dropped', async () => {
  const node = await connectedNode()
  const [subscription = ''] = node.freeswitch.subscriptions.items
  for (const name of TRANSLATED_EVENTS) expect(subscription.split(' ')).toContain(name)
  node.event([
    ['Event-Name', 'CHANNEL_CREATE'],
    ['Unique-ID', LEG],
  ])
  node.event([['Event-Name', 'CHANNEL_ANSWER'], ['Unique-ID', LEG], ...mine('caller')])
  node.event([
    ['Event-Name', 'CHANNEL_HANGUP'],
    ['Unique-ID', LEG],
    ['Hangup-Cause', 'NO_ANSWER'],
  ])
  node.event([
    ['Event-Name', 'CHANNEL_HANGUP_COMPLETE'],
    ['Unique-ID', LEG],
    ['Hangup-Cause', 'NO_ANSWER'],
  ])
  await node.inputs.count(3)
  expect(node.inputs.items.slice(1).map(({ type }) => type)).toEqual(['legAnswered', 'legHungUp'])
  expect(node.fates.items).toEqual([
    'connected',
    'CHANNEL_CREATE dropped',
    'CHANNEL_ANSWER translated',
    'CHANNEL_HANGUP translated',
    'CHANNEL_HANGUP_COMPLETE translated',
  ])
})

const RECORDING = 'rec_01ARZ3NDEKTSV4RRFFQ69G5FAV'
const file = (name: string): readonly Header[] => [['Record-File-Path', `/dev/shm/spool/${name}`]]

test('our recordings, by the names of their files; others are none of ours', () => {
  const take = { ...ON, recordingId: RECORDING, take: 12 }
  expect(inputOf('RECORD_START', file(`${RECORDING}.12.raw`))).toEqual({ type: 'recordingBegan', ...take })
  const stop = [...file(`${RECORDING}.12.raw`), ['Record-Completion-Cause', 'success-silence']] as const
  expect(inputOf('RECORD_STOP', stop)).toEqual({
    type: 'recordingStopped',
    ...take,
    cause: 'success-silence',
  })
  for (const name of [
    'voicemail.wav',
    `${RECORDING}.raw`,
    `${RECORDING}.1000.raw`,
    `${RECORDING}.1.wav`,
    '',
  ]) {
    expect(inputOf('RECORD_START', file(name)), name).toBeUndefined()
  }
  expect(inputOf('RECORD_STOP')).toBeUndefined()
})

test('a codec matters when a leg that is recorded speaks another one than before', () => {
  const codecs = createCodecs()
  const matters = (name: string, codec: string, more: readonly Header[] = []) => {
    const event = new PlainEvent(
      plainEvent([
        ['Event-Name', name],
        ['Unique-ID', LEG],
        ['Channel-Read-Codec-Name', codec],
        ['Channel-Read-Codec-Rate', codec === 'G722' ? '16000' : '8000'],
        ...more,
      ]),
    )
    const input = translate(event, NODE, 7)
    return input !== undefined && codecs.matters(event, input)
  }
  expect(matters('RECORD_START', 'PCMU', file(`${RECORDING}.0.raw`))).toBe(true)
  expect(matters('CODEC', 'PCMU')).toBe(false)
  expect(matters('CODEC', 'PCMA')).toBe(true)
  // The reading and the writing side each have an event.
  expect(matters('CODEC', 'PCMA')).toBe(false)
  expect(matters('CODEC', 'G722')).toBe(true)
  codecs.forget()
  expect(matters('CODEC', 'G722')).toBe(true)
})
