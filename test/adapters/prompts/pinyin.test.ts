import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { toPinyin } from '../../../src/adapters/prompts/pinyin.ts'

/** Which syllables form a word is for ICU's dictionary to say, and it grows. */
const unspaced = (text: string) => text.replaceAll(' ', '')

describe('toPinyin', () => {
  it.each([
    ['您好，欢迎致电医院。', 'nin2hao3, huan1ying2 zhi4dian4 yi1yuan4.'],
    ['预约挂号，请按1。', 'yu4yue1 gua4hao4, qing3 an4 yi1.'],
    ['重新输入', 'chong2xin1 shu1ru4'],
    ['重要', 'zhong4yao4'],
    ['银行里行走', 'yin2hang2 li3 xing2zou3'],
    ['不要', 'bu2yao4'],
    ['一个', 'yi2ge4'],
    ['女士，绿色', 'nü3shi4, lü4se4'],
    ['我们的', 'wo3men5 de5'],
    ['请按０或１０', 'qing3 an4 ling2 huo4 yi1ling2'],
  ])('%s', (text, spoken) => {
    const said = toPinyin(text)
    expect(said.ok && unspaced(said.text)).toBe(unspaced(spoken))
  })

  it('joins the syllables of a word and keeps words apart', () => {
    expect(toPinyin('我们的医院')).toEqual({ ok: true, text: 'wo3men5 de5 yi1yuan4' })
  })

  it('reads telephone numbers digit by digit, with yāo for one', () => {
    const spoken = toPinyin('请拨打120或12345')
    expect(spoken.ok && unspaced(spoken.text)).toBe('qing3bo1da3yao1er4ling2huo4yao1er4san1si4wu3')
  })

  it('leaves quotation marks and brackets out', () => {
    expect(toPinyin('“医院”（银行）')).toEqual({ ok: true, text: 'yi1yuan4 yin2hang2' })
  })

  it.each([
    ['CT检查', 'no reading for "C"'],
    ['请按#', 'no reading for "#"'],
    ['再见😀', 'no reading for "😀"'],
    ['。。', 'nothing to be spoken'],
    ['', 'nothing to be spoken'],
  ])('refuses %s', (text, reason) => {
    expect(toPinyin(text)).toEqual({ ok: false, reason })
  })

  it('gives espeak-ng one syllable a character, none of them spelled or taken for English', () => {
    const texts = [
      '欢迎致电市人民医院',
      '如有生命危险请立即拨打120',
      '女士绿色旅行儿童二月',
      '用药咨询报告查询人工服务',
      '我们的您的',
    ]
    for (const text of texts) {
      const spoken = toPinyin(text)
      if (!spoken.ok) throw new Error(spoken.reason)
      const phonemes = execFileSync('espeak-ng', ['-q', '-x', '-v', 'cmn-latn-pinyin', spoken.text], {
        encoding: 'utf8',
      })
      expect(phonemes).not.toContain('(en)')
      expect(phonemes.match(/\d\d+/g)).toHaveLength(Array.from(text).length)
    }
  })
})
