import { expect, it } from 'vitest'
import { playableFile } from '../../../src/adapters/prompts/playable-file.ts'
import { scratch } from '../../support/scratch.ts'

it('is the slow recording for those who need it, where there is one', () => {
  const { path, write } = scratch()
  const slow = write('zh/slow/welcome.wav', '')
  const prompt = { kind: 'prompt', name: 'welcome', language: 'zh', pace: 'slow' } as const
  expect(playableFile(path, prompt)).toBe(slow)
  expect(playableFile(path, { ...prompt, name: 'goodbye' })).toBe(`${path}/zh/goodbye.wav`)
  expect(playableFile(path, { ...prompt, pace: 'standard' })).toBe(`${path}/zh/welcome.wav`)
  expect(playableFile(path, { kind: 'file', path: '/spool/speech/1.wav' })).toBe('/spool/speech/1.wav')
})
