/**
 * A FreeSWITCH that was killed takes its calls up again once its SIP profiles run (freeswitch-conf, cti_recover.lua),
 * which may be seconds after its event socket lets us in. Whoever looked before would miss legs that are on their way
 * back. The node says when it is done: by then each of them is in the table of channels.
 */
import type { EslClient } from './client.ts'
import type { CommandResult } from './results.ts'

const ASK_MS = 5_000
const EVERY_MS = 50
/** The script itself gives up sooner; a node without it has nothing to wait for. */
const LONGEST_MS = 45_000
/**
 * A node that has run for longer has taken up what it will, whatever it says: one that was started with scripts of
 * before says nothing, and would be without a controller for the longest time after each loss of its connection.
 */
const SETTLED_AFTER_S = 60

/** `late`: the node hasn't said so in time, and is taken as it is. `unanswered`: whether there is anything isn't known. */
export type RecoveryOutcome = 'none' | 'done' | 'late' | 'unanswered' | 'lost'

/** Resolves when the node has taken up what it will take up, or when the connection is lost. */
export async function recovered(
  client: Pick<EslClient, 'api'>,
  monotonic: () => number,
): Promise<RecoveryOutcome> {
  const ask = (command: string) =>
    new Promise<CommandResult>((resolve) => client.api(command, { timeoutMs: ASK_MS }, resolve))
  const says = (result: CommandResult) => (result.type === 'ok' ? result.body.trim() : '')
  const began = monotonic()
  const [recovers, first] = await Promise.all([
    ask('global_getvar recover_at_start'),
    ask('global_getvar cti_recovered'),
  ])
  if (recovers.type === 'connectionLost') return 'lost'
  // `-ERR no reply`: the variable was never set.
  if (recovers.type !== 'ok' && recovers.type !== 'refused') return 'unanswered'
  if (says(recovers) !== 'true') return 'none'
  if (says(first) === 'true') return 'done'
  const [started, now] = await Promise.all([ask('global_getvar cti_started'), ask('strepoch')])
  // Unset, not a number: mod_lua isn't loaded yet.
  if (Number(says(now)) - Number(says(started) || 'unset') >= SETTLED_AFTER_S) return 'late'
  for (;;) {
    const done = await ask('global_getvar cti_recovered')
    if (says(done) === 'true') return 'done'
    if (done.type === 'connectionLost') return 'lost'
    if (monotonic() - began >= LONGEST_MS) return 'late'
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
