/**
 * Whether a node sends new calls away: its dialplan does while the global variable `cti_draining` is true. What was
 * ordered is looked at again and again, and ordered anew where the node holds otherwise: somebody may have set it by
 * hand, and an answer may have been lost.
 */
import type { NodeId } from '../../domain/ids.ts'
import type { Log } from '../../lib/log.ts'
import type { Commands } from './session.ts'

export interface Draining {
  order(paused: boolean): void
  /** To be called now and then while the node is connected. */
  check(): void
  /** The connection is lost. */
  forget(): void
  /** What the node holds; null: not known. */
  readonly refusesCalls: boolean | null
}

const ANSWER_MS = 5_000

export function createDraining(client: Pick<Commands, 'api'>, nodeId: NodeId, log: Log): Draining {
  let wanted: boolean | undefined
  let known: boolean | null = null
  /** Answers of an earlier connection, or from before the newest order, say nothing. */
  let turn = 0

  const set = (paused: boolean) => {
    client.api(`global_setvar cti_draining=${paused}`, { timeoutMs: ANSWER_MS }, (result) => {
      if (result.type !== 'ok')
        log.warn({ nodeId, paused, outcome: result.type }, 'the switch was not told whether it drains')
    })
  }
  const check = () => {
    const mine = turn
    client.api('global_getvar cti_draining', { timeoutMs: ANSWER_MS }, (result) => {
      if (mine !== turn || (result.type !== 'ok' && result.type !== 'refused')) return
      // `-ERR no reply`: the variable was never set.
      known = result.type === 'ok' && result.body.trim() === 'true'
      if (wanted === undefined || known === wanted) return
      log.warn({ nodeId, wanted, known }, 'the switch holds otherwise whether it drains, and is told again')
      set(wanted)
    })
  }
  return {
    order: (paused) => {
      turn += 1
      wanted = paused
      set(paused)
      check()
    },
    check,
    forget: () => {
      turn += 1
      wanted = undefined
      known = null
    },
    get refusesCalls() {
      return known
    },
  }
}
