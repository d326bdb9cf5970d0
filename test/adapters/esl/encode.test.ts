import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Encoded,
  encodeApi,
  encodeAuth,
  encodeBgapi,
  encodeExecute,
  encodeHangUp,
  encodeSubscribe,
} from '../../../src/adapters/esl/encode.ts'

const LEG = '11111111-2222-4333-8444-555555555555'

test('commands as mod_event_socket reads them', () => {
  expect(encodeAuth('ClueCon')).toMatchObject({ line: 'auth ClueCon' })
  expect(encodeSubscribe(['CHANNEL_PARK', 'HEARTBEAT'], ['sofia::register'])).toMatchObject({
    line: 'event plain CHANNEL_PARK HEARTBEAT CUSTOM sofia::register',
  })
  expect(encodeApi('uuid_exists x')).toMatchObject({ line: 'api uuid_exists x', answeredBy: 'api/response' })
  expect(encodeBgapi('status', LEG)).toMatchObject({ line: 'bgapi status', headers: { 'Job-UUID': LEG } })
  expect(encodeExecute(LEG, 'playback', '/tmp/问候.wav', 'token-1')).toMatchObject({
    line: `sendmsg ${LEG}`,
    answeredBy: 'command/reply',
    headers: {
      'call-command': 'execute',
      'execute-app-name': 'playback',
      'execute-app-arg': '/tmp/问候.wav',
      'Event-UUID': 'cti.token-1',
    },
  })
  expect(encodeExecute(LEG, 'answer', '', 'token-2')).not.toHaveProperty('headers.execute-app-arg')
  expect(encodeHangUp(LEG, 'LOSE_RACE')).toMatchObject({
    headers: { 'call-command': 'hangup', 'hangup-cause': 'LOSE_RACE' },
  })
})

/** Every place where text of somebody else's choosing can come in. */
const places: readonly [string, (text: string) => Encoded][] = [
  ['password', encodeAuth],
  ['event', (text) => encodeSubscribe([text], [])],
  ['subclass', (text) => encodeSubscribe(['HEARTBEAT'], [text])],
  ['api', (text) => encodeApi(`x${text}`)],
  ['bgapi', (text) => encodeBgapi(`x${text}`, LEG)],
  ['job uuid', (text) => encodeBgapi('status', text)],
  ['channel', (text) => encodeExecute(text, 'playback', 'a', 't')],
  ['application', (text) => encodeExecute(LEG, text, 'a', 't')],
  ['argument', (text) => encodeExecute(LEG, 'playback', text, 't')],
  ['token', (text) => encodeExecute(LEG, 'playback', 'a', text)],
  ['channel to hang up', (text) => encodeHangUp(text, 'NORMAL_CLEARING')],
  ['cause', (text) => encodeHangUp(LEG, text)],
]

for (const [place, encode] of places) {
  test(`${place}: CR, LF and NUL are refused, and the reason doesn't repeat the text`, () => {
    const control = fc.constantFrom('\r', '\n', '\0', '\r\n\r\n', '\n\napi hupall')
    fc.assert(
      fc.property(fc.string(), control, fc.string(), (before, evil, after) => {
        const encoded = encode(`${before}${evil}${after}`)
        expect(encoded.type).toBe('invalid')
      }),
    )
    const encoded = encode('4711 0815\nx')
    expect(encoded).toMatchObject({ type: 'invalid' })
    expect(JSON.stringify(encoded)).not.toContain('4711')
  })
}

test('an argument longer than anything of ours, and an empty command, are refused', () => {
  expect(encodeApi('x'.repeat(64 * 1024 + 1)).type).toBe('invalid')
  expect(encodeApi('').type).toBe('invalid')
  expect(encodeApi(' status').type).toBe('invalid')
})
