/** Numbers, dates and times of day in Chinese texts, as they are said. What is left is read digit by digit. */

const DIGITS = '零一二三四五六七八九'
const UNITS = ['', '十', '百', '千']
/** After these a number is a quantity, whatever its length; else three digits and more are a room, a bed, a telephone. */
const COUNTED = '元块角分钟秒小时天日号月周年岁位个名人次层楼片粒支盒瓶毫升克米公里斤度项份张条例点'

/** `2026-03-05 14:30，剩余12个` → `二零二六年三月五日 十四点三十分，剩余十二个`. */
export function numbersInChinese(text: string): string {
  return text
    .replace(
      /(?<![0-9])(20[0-9]{2}|19[0-9]{2})[-/](1[0-2]|0?[1-9])[-/](3[01]|[12][0-9]|0?[1-9])(?![0-9])/g,
      date,
    )
    .replace(/(?<![0-9])([12][0-9]{3})(?=年)/g, (year) => oneByOne(year))
    .replace(/(?<![0-9:])(2[0-3]|[01]?[0-9])[:：]([0-5][0-9])(?:[:：][0-5][0-9])?(?![0-9:])/g, time)
    .replace(/(?<![0-9.])([0-9]{1,8})(?:\.([0-9]{1,4}))?%/g, (_, whole: string, part?: string) => {
      return `百分之${decimal(whole, part)}`
    })
    .replace(/(?<![0-9.])([0-9]{1,8})\.([0-9]{1,4})(?![0-9.])/g, (_, whole: string, part: string) => {
      return decimal(whole, part)
    })
    .replace(new RegExp(`(?<![0-9])(?:0|[1-9][0-9]{0,7})(?=[${COUNTED}])`, 'g'), (n) => quantity(Number(n)))
    .replace(/(?<![0-9])[1-9][0-9]?(?![0-9])/g, (n) => cardinal(Number(n)))
}

function date(_: string, year: string, month: string, day: string): string {
  return `${oneByOne(year)}年${cardinal(Number(month))}月${cardinal(Number(day))}日`
}

function time(_: string, hour: string, minute: string): string {
  const minutes = Number(minute)
  const said = minutes === 0 ? '整' : `${minutes < 10 ? '零' : ''}${cardinal(minutes)}分`
  return `${cardinal(Number(hour))}点${said}`
}

function decimal(whole: string, part: string | undefined): string {
  const said = cardinal(Number(whole))
  return part === undefined ? said : `${said}点${oneByOne(part)}`
}

function oneByOne(digits: string): string {
  return [...digits].map((digit) => DIGITS[Number(digit)]).join('')
}

/** Two of something are 两. */
function quantity(number: number): string {
  return number === 2 ? '两' : cardinal(number)
}

/** Below a hundred million. */
function cardinal(number: number): string {
  if (number === 0) return '零'
  const high = Math.floor(number / 10_000)
  const low = number % 10_000
  const ten = (text: string) => text.replace(/^一十/, '十')
  if (high === 0) return ten(belowTenThousand(low))
  const gap = low > 0 && low < 1_000 ? '零' : ''
  return `${ten(belowTenThousand(high))}万${gap}${low > 0 ? belowTenThousand(low) : ''}`
}

function belowTenThousand(number: number): string {
  const digits = [...`${number}`].map(Number)
  let said = ''
  let zero = false
  for (const [index, digit] of digits.entries()) {
    const unit = UNITS[digits.length - 1 - index] ?? ''
    if (digit === 0) zero = said !== ''
    else {
      said += `${zero ? '零' : ''}${DIGITS[digit]}${unit}`
      zero = false
    }
  }
  return said
}
