import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { readDigits } from './digits.ts'
import { playFile } from './play.ts'
import { matches } from './regex.ts'
import { separate, toInt } from './text.ts'
import { transfer } from './transfer.ts'

/**
 * play_and_get_digits (mod_dptools.c, switch_play_and_get_digits):
 * `MIN MAX TRIES TIMEOUT_MS TERMINATORS FILE INVALID_FILE VARIABLE REGEX [DIGIT_TIMEOUT_MS] ['FAIL_EXT DP CTX']`.
 * What doesn't match goes to `VARIABLE_invalid`; after the last try the variable is left unset.
 */
export async function collectWithRetries(core: Core, channel: Channel, data: string): Promise<void> {
  if (!data) return
  const a = separate(data, ' ', 11)
  const min = Math.max(0, toInt(a[0]))
  const name = a[7] ?? ''
  const regex = a[8] ?? ''
  const options = {
    min,
    max: Math.max(min, toInt(a[1])),
    prompt: a[5] ?? '',
    variable: name,
    timeoutMs: Math.max(1000, a[3] === undefined ? 1000 : toInt(a[3])),
    digitTimeoutMs: toInt(a[9]),
    terminators: a[4] || '#',
  }
  if (regex && name) channel.set(`${name}_invalid`, undefined)
  for (let tries = toInt(a[2]); channel.readyHere && tries > 0; tries--) {
    const { status: read, digits } = await readDigits(core, channel, options)
    if (read === 'restart') return
    const status = read === 'timeout' && digits.length >= min ? 'success' : read
    if (min === 0 && digits === '' && channel.get('read_terminator_used') !== undefined) return
    if (status === 'success' && digits) {
      if (!regex || matches(digits, regex)) return
      channel.set(name, undefined)
      if (name) channel.set(`${name}_invalid`, digits)
    }
    if (!channel.readyHere) break
    const invalidFile = a[6]
    if (invalidFile) await playFile(core, channel, invalidFile, { onDigit: 'leave' })
  }
  const failure = a[10]
  if (failure && channel.up) {
    const [extension, dialplan, context] = separate(failure, ' ', 4)
    transfer(core, channel, extension, dialplan, context)
  }
}
