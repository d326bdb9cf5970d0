import { type Cause, causeNumber } from './causes.ts'
import type { Channel } from './channel.ts'
import type { Core } from './core.ts'
import { hangUp } from './hangup.ts'
import { isTrue } from './text.ts'
import { transfer } from './transfer.ts'

/**
 * switch_channel_handle_cause: whether a failed bridge ends the caller, goes on (`continue_on_fail`,
 * `failure_causes`) or goes elsewhere (`transfer_on_fail`). Not answering is always a reason to go on.
 */
export function handleCause(core: Core, channel: Channel, cause: Cause): void {
  if (!channel.up) return
  const goOn = channel.get('continue_on_fail')
  const failures = channel.get('failure_causes')
  const listed = (list: string): boolean =>
    list.split(',').some((c) => c.trim().toUpperCase() === cause || c.trim() === String(causeNumber(cause)))
  if (cause !== 'ATTENDED_TRANSFER') {
    if (goOn !== undefined || failures !== undefined) {
      if (failures !== undefined && !listed(failures)) return
      if (goOn !== undefined && (isTrue(goOn) || listed(goOn))) return
    } else if (cause === 'NO_ANSWER' || cause === 'NO_USER_RESPONSE' || cause === 'ORIGINATOR_CANCEL') {
      return
    }
  }
  const where = channel.get('transfer_on_fail')
  if (where !== undefined) {
    const [extension, dialplan, context] = where.split(' ')
    transfer(core, channel, extension, dialplan === 'auto_cause' ? undefined : dialplan, context)
    return
  }
  if (cause !== 'ATTENDED_TRANSFER') hangUp(core, channel, cause)
}
