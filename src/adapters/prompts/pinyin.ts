/**
 * Chinese text as numbered pinyin, which espeak-ng speaks well; given characters it guesses their readings badly.
 * Readings and the changes of tone of 一 and 不 come from pinyin-pro, words from ICU; syllables of a word are joined,
 * so that it is spoken as one.
 */
import { pinyin } from 'pinyin-pro'

export type Spoken =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string }

const DIGITS = '零一二三四五六七八九'
const PAUSES: Readonly<Record<string, string>> = {
  '，': ',',
  '、': ',',
  '；': ';',
  '：': ':',
  '。': '.',
  '！': '!',
  '？': '?',
  ',': ',',
  ';': ';',
  ':': ':',
  '.': '.',
  '!': '!',
  '?': '?',
}
/** Marks that are seen and not heard. */
const SILENT = /^[\s“”‘’"'《》（）()·—…-]$/u
const SYLLABLE = /^[a-zü]{1,6}[0-5]$/
/** Without the dictionary of words each character would be spoken by itself, which is understood too. */
const words = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * `预约，请按1。` → `yu4yue1, qing3 an4 yi1.` Digits are read one by one. A character without a known reading, and
 * Latin letters, which this voice would read as pinyin, are refused by name.
 */
export function toPinyin(text: string): Spoken {
  const written = text.normalize('NFKC').replace(/[0-9]+/g, spelledOut)
  const readings = readingsOf(written)
  let spoken = ''
  let at = 0
  for (const { segment } of words.segment(written)) {
    let word = ''
    for (const char of segment) {
      const reading = readings[at]
      at += 1
      const pause = PAUSES[char]
      if (pause !== undefined) {
        spoken = spoken.trimEnd() + pause
      } else if (!SILENT.test(char)) {
        if (reading === undefined) return { ok: false, reason: `no reading for ${JSON.stringify(char)}` }
        word += reading
      }
    }
    spoken += word === '' ? ' ' : ` ${word}`
  }
  const result = spoken.replace(/\s+/g, ' ').trim()
  return /[a-z]/.test(result) ? { ok: true, text: result } : { ok: false, reason: 'nothing to be spoken' }
}

/** In telephone numbers 1 is spoken yāo. */
function spelledOut(digits: string): string {
  const named = digits.length >= 3 ? `零幺${DIGITS.slice(2)}` : DIGITS
  return digits.replace(/[0-9]/g, (digit) => named[Number(digit)] ?? '')
}

/** One entry a character; undefined where there is no reading. */
function readingsOf(text: string): (string | undefined)[] {
  return pinyin(text, { type: 'all', toneType: 'num' }).flatMap(({ origin, pinyin: reading, isZh }) => {
    // espeak-ng writes the neutral tone 5 and takes 0 for a high one.
    const known = isZh && SYLLABLE.test(reading) ? reading.replace(/0$/, '5') : undefined
    return Array.from(origin, () => known)
  })
}
