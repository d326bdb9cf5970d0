/**
 * Texts that nobody has looked at before they are spoken (a patient's name, what the HIS has answered), in the form
 * that the voice is given. What can't be read is left out: half a text helps more than none.
 */
import type { Language } from '../../domain/ivr/flow.ts'
import { numbersInChinese } from './chinese-numbers.ts'
import { toPinyin } from './pinyin.ts'

/** As the letters are called in Chinese, where a test is a CT and a ward is B. */
const LETTERS: Readonly<Record<string, string>> = {
  A: '诶',
  B: '必',
  C: '西',
  D: '弟',
  E: '衣',
  F: '艾弗',
  G: '机',
  H: '艾尺',
  I: '爱',
  J: '杰',
  K: '开',
  L: '艾勒',
  M: '艾姆',
  N: '恩',
  O: '欧',
  P: '匹',
  Q: '克油',
  R: '阿尔',
  S: '艾斯',
  T: '提',
  U: '优',
  V: '威',
  W: '大不六',
  X: '艾克斯',
  Y: '歪',
  Z: '贼',
}

/** Undefined: there is nothing to be said. */
export function spokenForm(language: Language, text: string): string | undefined {
  return language === 'zh' ? inChinese(text) : inEnglish(text)
}

function inChinese(text: string): string | undefined {
  const written = numbersInChinese(text.normalize('NFKC')).replace(
    /[A-Za-z]/g,
    (letter) => LETTERS[letter.toUpperCase()] ?? '',
  )
  const whole = toPinyin(written)
  if (whole.ok) return whole.text
  // Character by character only where something can't be read: words are lost by it.
  const known = [...written].filter((char) => /^[\p{P}\s0-9]$/u.test(char) || toPinyin(char).ok).join('')
  const rest = toPinyin(known.replace(/[\p{P}\s]/gu, '，'))
  return rest.ok ? rest.text : undefined
}

function inEnglish(text: string): string | undefined {
  const known = text
    .normalize('NFKC')
    .replace(/[^\p{Script=Latin}\p{Nd}\p{P}\s+%]/gu, ' ')
    // Longer ones are telephones, cards and the like.
    .replace(/[0-9]{5,}/g, (digits) => [...digits].join(' '))
    .replace(/\s+/g, ' ')
    .trim()
  return /[\p{L}\p{Nd}]/u.test(known) ? known : undefined
}
