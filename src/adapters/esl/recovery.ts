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

/** `late`: the node hasn't said so in time, and is taken as it is. */
export type RecoveryOutcome = 'none' | 'done' | 'late' | 'lost'

/** Resolves when the node has taken up what it will take up, or when the connection is lost. */
export async function recovered(
  client: Pick<EslClient, 'api'>,
  monotonic: () => number,
): Promise<RecoveryOutcome> {
  const ask = (name: string) =>
    new Promise<CommandResult>((resolve) =>
      client.api(`global_getvar ${name}`, { timeoutMs: ASK_MS }, resolve),
    )
  const says = (result: CommandResult) => (result.type === 'ok' ? result.body.trim() : '')
  const began = monotonic()
  const [recovers, first] = await Promise.all([ask('recover_at_start'), ask('cti_recovered')])
  if (says(recovers) !== 'true') return recovers.type === 'connectionLost' ? 'lost' : 'none'
  for (let done = first; ; done = await ask('cti_recovered')) {
    if (says(done) === 'true') return 'done'
    if (done.type === 'connectionLost') return 'lost'
    if (monotonic() - began >= LONGEST_MS) return 'late'
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
