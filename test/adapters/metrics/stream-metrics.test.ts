import { expect, test } from 'vitest'
import { oneSite } from './one-site.ts'

test('readers are counted while they are there, and by why they went', async () => {
  const { stream, render } = oneSite()
  for (let n = 0; n < 3; n += 1) stream.readerCame()
  stream.readerWent('slow')
  stream.readerWent('left')
  stream.readerRefused()
  const text = await render()
  expect(text).toContain('\ncti_stream_readers 1\n')
  expect(text).toContain('\ncti_stream_readers_ended_total{why="slow"} 1\n')
  expect(text).toContain('\ncti_stream_readers_ended_total{why="shutdown"} 0\n')
  expect(text).toContain('\ncti_stream_readers_refused_total 1\n')
})

test('how far the stream has come, and how late', async () => {
  const { stream, render } = oneSite()
  stream.followed(41, 4)
  stream.followed(42, 1_200)
  const text = await render()
  expect(text).toContain('\ncti_stream_position 42\n')
  expect(text).toContain('\ncti_stream_lag_seconds_bucket{le="0.005"} 1\n')
  expect(text).toContain('\ncti_stream_lag_seconds_bucket{le="2.5"} 2\n')
})
