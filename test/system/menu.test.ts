import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { onEachSwitch } from '../support/on-each-switch.ts'
import type { Call } from '../support/phone/index.ts'
import { type PromptLanguage, toneOf } from '../support/short-prompts.ts'
import { type CallBody, dataOf, PROMPT_TEXTS, type System } from '../support/system.ts'

onEachSwitch('the menu', (start) => {
  let system: System
  beforeAll(async () => {
    system = await start({ menuTimeoutMs: 700 })
  })
  afterAll(() => system.stop())
  afterEach(() => system.reset())

  const heard = (call: Call, prompt: string, language: PromptLanguage) =>
    call.audio.heard(toneOf(prompt, PROMPT_TEXTS, language), { forMs: 120, from: 'start' })
  const misses = ({ facts }: CallBody) =>
    facts.filter(({ type }) => type === 'menuMissed').map(({ data }) => [data['attempt'], data['why']])

  it('greets in Chinese and in English, and says the choices in both', async () => {
    const { call } = await system.patient()
    for (const prompt of ['welcome', 'recording-notice', 'main-menu'])
      for (const language of ['zh', 'en'] as const) await heard(call, prompt, language)
  })

  it('leads each key to its queue', async () => {
    const queues = await Promise.all(
      ['1', '2', '3', '9', '0'].map(async (key) => {
        const patient = await system.patient()
        const { queueId, state } = await patient.queueUp(key)
        return [key, queueId, state]
      }),
    )
    expect(queues).toEqual([
      ['1', 'queue_appointments', 'queued'],
      ['2', 'queue_reports', 'queued'],
      ['3', 'queue_medication', 'queued'],
      ['9', 'queue_emergency', 'queued'],
      ['0', 'queue_general', 'queued'],
    ])
  })

  it('takes a key that is pressed while the choices are being said, and says no more of them', async () => {
    const { call, view } = await system.patient()
    let spokeEnglish = false
    const english = toneOf('main-menu', PROMPT_TEXTS, 'en')
    call.audio.heard(english, { forMs: 100 }).then(
      () => {
        spokeEnglish = true
      },
      () => undefined,
    )
    await call.audio.heard(toneOf('main-menu', PROMPT_TEXTS, 'zh'), { forMs: 60 })
    await call.sendDigits('2', { toneMs: 60 })
    const queued = await view((now) => now.state === 'queued')
    expect(queued.queueId).toBe('queue_reports')
    expect(misses(queued)).toEqual([])
    await heard(call, 'queue-wait', 'en')
    expect(spokeEnglish).toBe(false)
  })

  it('says that a key is not one of the choices, and after three attempts leads to a person', async () => {
    const { call, press, view } = await system.patient()
    await press('7')
    await heard(call, 'invalid-choice', 'zh')
    await heard(call, 'invalid-choice', 'en')
    await press('7', 2)
    await press('6', 3)
    const queued = await view((now) => now.state === 'queued')
    expect(queued.queueId).toBe('queue_general')
    expect(misses(queued)).toEqual([
      [1, 'invalid'],
      [2, 'invalid'],
      [3, 'invalid'],
    ])
  })

  it('says that no key was received, and after three attempts leads to a person', async () => {
    const { call, view } = await system.patient()
    const queued = await view((now) => now.state === 'queued')
    expect(queued.queueId).toBe('queue_general')
    expect(misses(queued)).toEqual([
      [1, 'none'],
      [2, 'none'],
      [3, 'none'],
    ])
    await heard(call, 'no-input', 'zh')
    await heard(call, 'no-input', 'en')
  })

  it('takes a choice after a wrong key', async () => {
    const { press, view } = await system.patient()
    await press('5')
    await press('3', 2)
    const queued = await view((now) => now.state === 'queued')
    expect(queued.queueId).toBe('queue_medication')
    expect(dataOf(queued, 'menuChosen')).toEqual({ step: 'main-menu', option: 'medication' })
  })
})
