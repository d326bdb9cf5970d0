import { expect, it } from 'vitest'
import type { CallId } from '../../src/domain/ids.ts'
import { deferred } from '../../src/lib/deferred.ts'
import { playablesOf } from '../../src/runtime/playables.ts'
import { SPEECHLESS } from '../../src/runtime/speech.ts'

it('a personal text that is spoken too late leaves no file behind', async () => {
  const late = deferred<string>()
  const removed = deferred<readonly string[]>()
  const playables = await playablesOf(
    [{ kind: 'dataText', data: 'answerText1', language: 'zh', pace: 'standard' }],
    'call_01K00000000000000000000001' as CallId,
    {
      siteId: 'site_test',
      privateFields: {
        read: async () => undefined,
        readSome: async () => new Map([['data:answerText1', '"张三"']]),
      },
      speech: {
        ...SPEECHLESS,
        personal: () => late.promise,
        heard: removed.resolve,
      },
      timeoutMs: 5,
      monotonic: () => performance.now(),
    },
  )
  expect(playables).toEqual({ type: 'playable', prompts: [], personal: [] })
  late.resolve('/spool/speech/late.wav')
  expect(await removed.promise).toEqual(['/spool/speech/late.wav'])
})
