/** What a receiver or a source may answer that means harm, or is damaged: HTTP, nearly HTTP, and none at all. */
import type { Dice } from './dice.ts'

/** `body`: of the answers that are as they should be. */
export function hostileAnswer(roll: Dice, body = 'ok'): Buffer {
  const good = `HTTP/1.1 ${roll.pick([200, 200, 200, 200, 204, 302, 404, 500, 101])} x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const whole = roll.pick([
    good,
    good,
    'HTTP/1.1 999 \r\n\r\n',
    'HTTP/9.9 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
    `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
    `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00`,
    `HTTP/1.1 100 Continue\r\n\r\n`.repeat(200),
    `HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${'z'.repeat(200_000)}`,
    '\u0000'.repeat(500),
    '',
  ])
  const bytes = Buffer.from(whole, 'latin1')
  for (let times = roll.below(3); times > 0 && bytes.length > 0; times -= 1)
    bytes[roll.below(bytes.length)] = roll.below(256)
  return roll.chance(0.1) ? bytes.subarray(0, roll.below(bytes.length + 1)) : bytes
}
