import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Frame } from '../../../src/adapters/esl/frame.ts'
import { Framer, type FramerLimits } from '../../../src/adapters/esl/framer.ts'
import {
  AUTH_REQUEST,
  apiResponse,
  commandReply,
  DISCONNECT_NOTICE,
  eventFrame,
  plainEvent,
} from './support/wire.ts'

/** What a connection sees in its first moments, with names, bodies and raw bytes that tempt to count characters. */
const STREAM = Buffer.concat([
  AUTH_REQUEST,
  commandReply('+OK accepted'),
  commandReply('+OK Job-UUID: 7f4de4be', 'Job-UUID: 7f4de4be\n'),
  eventFrame(
    plainEvent([
      ['Event-Name', 'CHANNEL_PARK'],
      ['Caller-Caller-ID-Name', '张三'],
    ]),
  ),
  eventFrame(
    plainEvent(
      [
        ['Event-Name', 'BACKGROUND_JOB'],
        ['Job-UUID', '7f4de4be'],
      ],
      '+OK 李四\n',
    ),
  ),
  apiResponse('接诊台\n\nContent-Length: 3\n\n'),
  eventFrame(Buffer.from('{"Event-Name":"CHANNEL_ANSWER","Caller-Caller-ID-Name":"王五"}'), 'json'),
  commandReply('-ERR invalid session id [张三]'),
  DISCONNECT_NOTICE,
])

function show(frame: Frame): string {
  const text = frame.head.get('Reply-Text') ?? ''
  return `${frame.head.contentType}|${text}|${frame.body.toString('hex')}`
}

function framesOf(chunks: readonly Buffer[], limits?: FramerLimits) {
  const frames: string[] = []
  const framer = new Framer((frame) => frames.push(show(frame)), limits)
  const fault = chunks.map((chunk) => framer.push(chunk)).at(-1)
  return { frames, fault }
}

const WHOLE = framesOf([STREAM])

test('a recorded stream gives its messages, bodies cut by bytes', () => {
  expect(WHOLE.fault).toBeUndefined()
  expect(WHOLE.frames.map((one) => one.split('|')[0])).toEqual([
    'auth/request',
    'command/reply',
    'command/reply',
    'text/event-plain',
    'text/event-plain',
    'api/response',
    'text/event-json',
    'command/reply',
    'text/disconnect-notice',
  ])
  expect(WHOLE.frames[5]).toBe(
    `api/response||${Buffer.from('接诊台\n\nContent-Length: 3\n\n').toString('hex')}`,
  )
  expect(WHOLE.frames[7]).toBe('command/reply|-ERR invalid session id [张三]|')
})

test('split at every byte offset, it gives the same', () => {
  for (let at = 0; at <= STREAM.length; at++) {
    expect(framesOf([STREAM.subarray(0, at), STREAM.subarray(at)]), `split at ${at}`).toEqual(WHOLE)
  }
})

test('byte by byte, it gives the same', () => {
  expect(framesOf([...STREAM].map((byte) => Buffer.from([byte])))).toEqual(WHOLE)
})

test('cut anyhow, it gives the same', () => {
  const cuts = fc.array(fc.nat(STREAM.length), { maxLength: 40 })
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [0, ...places.toSorted((a, b) => a - b), STREAM.length]
      const chunks = sorted.slice(1).map((to, index) => STREAM.subarray(sorted[index], to))
      expect(framesOf(chunks)).toEqual(WHOLE)
    }),
  )
})

test('each kind of damage names itself and its place, once and for all', () => {
  const small = { maxHeadBytes: 100, maxBodyBytes: 1000 }
  const faultOf = (text: string) => framesOf([AUTH_REQUEST, Buffer.from(text), AUTH_REQUEST], small).fault
  const at = AUTH_REQUEST.length
  expect(faultOf('Reply-Text: +OK\n\n')).toEqual({ reason: 'no Content-Type', at })
  expect(faultOf('Content-Type: x/y\nrubbish\n\n')).toEqual({ reason: 'header line 2 has no name', at })
  expect(faultOf('Content-Type: rubbish\n\n')).toEqual({ reason: 'Content-Type is not a type', at })
  expect(faultOf(': x\n\n')).toEqual({ reason: 'header line 1 has no name', at })
  expect(faultOf('Content-Type: x/y\nContent-Type: x/y\n\n')).toEqual({ reason: 'two Content-Types', at })
  expect(faultOf('Content-Length: 1\nContent-Length: 1\n\n')).toEqual({
    reason: 'two Content-Lengths',
    at,
  })
  expect(faultOf('Content-Length: 9\nContent-Type: text/event-plain\nEvent-Name: X\n\n')).toEqual({
    reason: 'a header that text/event-plain never has',
    at,
  })
  expect(faultOf('Content-Type: api/response\n\n')).toEqual({ reason: 'no Content-Length', at })
  expect(faultOf('Content-Type: x/y\nContent-Length: -1\n\n')).toEqual({
    reason: 'Content-Length is not a number',
    at,
  })
  expect(faultOf('Content-Type: x/y\nContent-Length: 1001\n\n')).toEqual({
    reason: 'a body of 1001 bytes, over 1000',
    at,
  })
  expect(faultOf('x'.repeat(101))).toEqual({ reason: 'a block of headers over 100 bytes', at })
})

test('a head that never ends is given up at its limit, however slowly it comes', () => {
  const framer = new Framer(() => {}, { maxHeadBytes: 1000, maxBodyBytes: 1000 })
  let pushed = 0
  while (framer.push(Buffer.from('a: b\n')) === undefined) pushed += 5
  expect(pushed).toBe(1000)
})

test('after a fault, or after stop, nothing comes out any more', () => {
  expect(framesOf([Buffer.from('rubbish\n\n'), STREAM]).frames).toEqual([])

  const frames: string[] = []
  const framer = new Framer((frame) => {
    frames.push(frame.head.contentType)
    if (frames.length === 2) framer.stop()
  })
  framer.push(STREAM)
  framer.push(STREAM)
  expect(frames).toEqual(['auth/request', 'command/reply'])
})

test('whatever is damaged in it, it neither throws nor invents messages without a type', () => {
  const damage = fc.array(fc.record({ at: fc.nat(STREAM.length - 1), byte: fc.nat(255) }), { maxLength: 5 })
  fc.assert(
    fc.property(damage, fc.nat(STREAM.length), (places, cut) => {
      const stream = Buffer.from(STREAM)
      for (const { at, byte } of places) stream[at] = byte
      const { frames } = framesOf([stream.subarray(0, cut), stream.subarray(cut)])
      for (const frame of frames) expect(frame.startsWith('|')).toBe(false)
    }),
    { numRuns: 1000 },
  )
})
