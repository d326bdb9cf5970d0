/** For whom a recording is opened: a key that stands for somebody opens for nobody else. */
import { expect, test } from 'vitest'
import type { Listener } from '../../../src/runtime/playback.ts'
import { startApi, World } from './support.ts'

const PATH = '/v1/recordings/rec_01JD8Z4Q6W3V5T7R9P0N2M4K6H/audio?reason=complaint&person=zhao'

test('the key’s person listens, or whom the request names where the key stands for nobody', async () => {
  const listeners: Listener[] = []
  const world = new World()
  world.playback.find = async () => ({
    type: 'found',
    recording: {
      byteLength: 44,
      version: 'v1',
      async open(_, listener) {
        listeners.push(listener)
        return { type: 'unavailable', why: 'x' }
      },
    },
  })
  const api = await startApi(world)
  const wangs = world.keys.give({ roles: ['quality'], person: 'wang' })
  const nobodys = world.keys.give({ roles: ['quality'] })
  for (const { token } of [wangs, nobodys]) await api.ask(PATH, { token })
  expect(listeners).toEqual([
    { principal: wangs.key.keyId, person: 'wang', reason: 'complaint' },
    { principal: nobodys.key.keyId, person: 'zhao', reason: 'complaint' },
  ])
})
