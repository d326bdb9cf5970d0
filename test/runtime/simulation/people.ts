/** Those who call, and the agents' days. */
import type { AgentId, LegId } from '../../../src/domain/ids.ts'
import { callId, nodeId } from '../../domain/support/story.ts'
import type { History } from './history.ts'
import { SERVICES } from './opening.ts'

/** Some wait for ever, others not long. */
export function callerComes({ random, switch: sw }: History): void {
  const serviceNumber = random.pick(SERVICES)
  const patienceMs = random.chance(0.4) ? undefined : random.between(200, 60_000)
  const arrival = {
    legId: `caller-leg-${sw.callers.size + 1}` as LegId,
    callId: callId(0),
    nodeId,
    calling: { masked: '138****5678', hash: 'h' },
    called: { masked: serviceNumber, hash: 'h' },
    serviceNumber,
    answered: false,
  }
  sw.arrives(arrival, patienceMs)
}

export function agentLives(history: History, id: AgentId): void {
  const { random } = history
  history.every(
    () => random.between(1_000, 6_000),
    () => {
      const { state } = history
      const phase = state?.agents.get(id)?.phase.name
      if (phase === 'loggedOff') history.ask({ type: 'logOnAgent', agentId: id, extension: undefined })
      else if (phase === 'notReady' && random.chance(0.9))
        history.ask({ type: 'makeAgentReady', agentId: id })
      else if (phase === 'wrapUp' && random.chance(0.15)) {
        history.watch.askedToEndWrapUp(id)
        history.ask({ type: 'endWrapUp', agentId: id })
      } else if (history.isCalm) return
      else if (random.chance(0.04))
        history.ask({ type: 'makeAgentNotReady', agentId: id, reasonCode: 'break' })
      else if (random.chance(0.02)) history.ask({ type: 'logOffAgent', agentId: id })
      else if (random.chance(0.06)) callOut(history, id)
      else if (random.chance(0.01)) {
        const [first] = state?.calls.keys() ?? []
        if (first) history.ask({ type: 'clearCall', callId: first })
      }
    },
  )
}

function callOut(history: History, id: AgentId): void {
  const newId = `call_${history.newUlid()}` as ReturnType<typeof callId>
  history.outbound.add(newId)
  const field = { callId: newId, name: 'calledNumber', value: '13900000000' }
  const called = { masked: '139****0000', hash: 'p' }
  history.ask({ type: 'makeCall', agentId: id, callId: newId, called }, [field])
}
