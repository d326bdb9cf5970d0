/** An agent's facts of some time, as the shift log is made of them. */
import type { JournalRow } from '../domain/fact.ts'

export interface AgentHistoryPort {
  /**
   * The agent's facts from the log-on of the shift that `from` lies in, or else from `from`, to before `to`; milliseconds
   * since the epoch. Undefined when there are more than `limit`.
   */
  between(
    siteId: string,
    agentId: string,
    from: number,
    to: number,
    limit: number,
  ): Promise<readonly JournalRow[] | undefined>
}
