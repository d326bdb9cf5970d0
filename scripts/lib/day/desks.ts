/** What agents do besides talking: they come and go by their shifts, have breaks, and come back to a phone they missed. */
import type { NotReadyReason } from '../../../src/domain/acd/facts.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { AgentId } from '../../../src/domain/ids.ts'
import type { Ground, Listener } from './ground.ts'
import { agentIdOf } from './numbered.ts'
import { type AgentPlan, BEGAN_AT } from './plan.ts'
import type { Settings } from './settings.ts'

/** Within this time after the shift's beginning they come; so much later than its end they go. */
const ABOUT_MS = 180_000

export class Desks implements Listener {
  readonly #ground: Ground
  readonly #doing: Settings['agentsDo']

  constructor(ground: Ground, doing: Settings['agentsDo']) {
    this.#ground = ground
    this.#doing = doing
  }

  begin(agents: readonly AgentPlan[]): void {
    for (const agent of agents) for (const shift of agent.shifts) this.#shift(agent, shift)
  }

  happened(rows: readonly JournalRow[]): void {
    for (const { type, subject, data } of rows) {
      if (type === 'agentNotReady')
        this.#isNotReady(subject as AgentId, (data as { reasonCode: NotReadyReason }).reasonCode)
    }
  }

  #shift({ n, isReference }: AgentPlan, { fromMs, toMs }: AgentPlan['shifts'][number]): void {
    const ground = this.#ground
    const { random } = ground
    const agentId = agentIdOf(n)
    const about = () => random.unit() * ABOUT_MS
    const from = BEGAN_AT + fromMs + (fromMs === 0 ? 0 : about())
    ground.at(from, () => {
      ground.post({ type: 'logOnAgent', at: ground.now, agentId, extension: undefined })
      ground.post({ type: 'makeAgentReady', at: ground.now, agentId })
    })
    if (isReference) return
    const lengthMs = toMs - fromMs
    for (const part of [0.25 + random.unit() * 0.2, 0.55 + random.unit() * 0.25]) {
      ground.at(from + part * lengthMs, () =>
        ground.post({ type: 'makeAgentNotReady', at: ground.now, agentId, reasonCode: 'break' }),
      )
    }
    ground.at(BEGAN_AT + toMs + about(), () => ground.post({ type: 'logOffAgent', at: ground.now, agentId }))
  }

  #isNotReady(agentId: AgentId, reasonCode: NotReadyReason): void {
    if (reasonCode === 'loggedOn') return
    const ground = this.#ground
    const { breakSeconds, backAfterSeconds } = this.#doing
    const since = ground.now
    ground.after((reasonCode === 'break' ? breakSeconds : backAfterSeconds) * 1_000, () => {
      const phase = ground.state.agents.get(agentId)?.phase
      if (phase?.name === 'notReady' && phase.since === since)
        ground.post({ type: 'makeAgentReady', at: ground.now, agentId })
    })
  }
}
