import { afterAll, describe, expect, it } from 'vitest'
import { createSpeaker } from '../../../src/adapters/prompts/speaker.ts'
import { spokenForm } from '../../../src/adapters/prompts/spoken-form.ts'
import { durationMsOf, wavFormat } from '../../../src/adapters/prompts/synthesis.ts'

const never = () => new AbortController().signal

describe('texts that nobody has looked at', () => {
  it.each([
    ['2026年3月5日下午2点30分', 'er4ling2er4liu4 nian2 san1yue4 wu3ri4'],
    ['2026-03-05 14:30', 'er4ling2er4liu4'],
    ['请到305诊室', 'san1ling2wu3'],
    ['剩余12个号', 'shi2'],
    ['做CT检查', 'xi1'],
  ])('are read as a person would: %s', (text, part) => {
    expect(spokenForm('zh', text)?.replaceAll(' ', '')).toContain(part.replaceAll(' ', ''))
  })

  it('lose what can not be read, and no more', () => {
    expect(spokenForm('zh', '张三😀，您好')).toMatch(/^zhang1.*nin2/)
    expect(spokenForm('zh', '😀')).toBeUndefined()
    expect(spokenForm('en', '张三, room 305, phone 13812345678')).toBe(
      ', room 305, phone 1 3 8 1 2 3 4 5 6 7 8',
    )
    expect(spokenForm('en', '！')).toBeUndefined()
  })
})

describe('the process that speaks', () => {
  const speaker = createSpeaker()
  afterAll(() => speaker.close())

  it('speaks in both languages, slower for those who need it, as a telephone line carries it', async () => {
    const text = '张三，您的报告已出。'
    const [zh, slow, en] = await Promise.all([
      speaker.ask({ kind: 'speak', text, language: 'zh', pace: 'standard' }, never()),
      speaker.ask({ kind: 'speak', text, language: 'zh', pace: 'slow' }, never()),
      speaker.ask(
        { kind: 'speak', text: 'Your result is ready.', language: 'en', pace: 'standard' },
        never(),
      ),
    ])
    const wavs = [zh, slow, en].map((sound) => (sound.ok ? sound.wav : Buffer.alloc(0)))
    expect(wavs.map(wavFormat)).toEqual(Array(3).fill({ channels: 1, rate: 8000, bits: '16' }))
    const [standardMs = 0, slowMs = 0] = wavs.map(durationMsOf)
    expect(standardMs).toBeGreaterThan(1_000)
    expect(slowMs).toBeGreaterThan(standardMs * 1.15)
  })

  it('says that there is nothing to be said, and that a sound is none', async () => {
    const nothing = { kind: 'speak', text: '😀', language: 'zh', pace: 'standard' } as const
    expect(await speaker.ask(nothing, never())).toMatchObject({ ok: false })
    expect(
      await speaker.ask({ kind: 'convert', wav: Buffer.from('ID3xxxxxxxxxxxxxxx') }, never()),
    ).toMatchObject({
      ok: false,
      reason: 'an MP3 file',
    })
  })

  it('is waited for no longer than allowed, and does not start after its end', async () => {
    const ending = new AbortController()
    const asked = createSpeaker()
    const sound = asked.ask({ kind: 'speak', text: '一', language: 'zh', pace: 'standard' }, ending.signal)
    ending.abort()
    expect(await sound).toEqual({ ok: false, reason: 'speaking took too long' })
    await asked.close()
    const late = asked.ask({ kind: 'speak', text: '一', language: 'zh', pace: 'standard' }, never())
    expect(await late).toMatchObject({ ok: false })
  })
})
