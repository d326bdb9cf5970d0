import { describe, expect, it } from 'vitest'
import { runDay } from '../../../scripts/lib/day/run.ts'
import { loadSettings } from '../../../scripts/lib/day/settings.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import { addSums, noAgentSums, noQueueSums } from '../../../src/runtime/figures/measures.ts'
import { queueRates } from '../../../src/runtime/figures/rates.ts'
import { DEFAULT_LEVEL } from '../../../src/runtime/figures/standing.ts'
import { projected } from './tables.ts'

const hospital = new URL('../../../scripts/lib/day/hospital.yaml', import.meta.url).pathname

/** A hospital's day in virtual time, which counts what comes of it in a way of its own. */
describe('the figures of a simulated day', () => {
  const loaded = loadSettings(hospital, { calls: 1_500, agents: 60, queues: 12, noReference: true })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  const settings = { ...loaded.value, serviceLevelSeconds: DEFAULT_LEVEL.withinMs / 1_000 }
  const journal: JournalRow[] = []
  const day = runDay(settings, () => {}, [{ happened: (rows) => journal.push(...rows) }])
  const { deltas, standing } = projected(journal)
  const groups = [...day.tally.groups.values()]
  const sum = (of: (group: (typeof groups)[number]) => number) =>
    groups.reduce((all, one) => all + of(one), 0)

  it('are those that the simulation has counted of callers', () => {
    const queues = noQueueSums()
    for (const row of deltas.queues) if (row.span === 15) addSums(queues, row.sums)
    expect(queues).toMatchObject({
      arrived: sum(({ calls }) => calls),
      answered: sum(({ answered }) => answered),
      answeredInTime: sum(({ withinLevel }) => withinLevel),
      timedOut: sum(({ tooLong }) => tooLong),
    })
    expect(queues.abandoned + queues.shortAbandoned).toBe(sum(({ abandoned }) => abandoned))
    expect(queues.answerWaitMs).toBeCloseTo(
      sum(({ waitsMs, answered }) => (answered === 0 ? 0 : waitsMs.mean * answered)),
      0,
    )
    expect(queueRates(queues).waiting).toBe(0)
    expect(standing.calls.size).toBe(0)
    expect(queues.arrived).toBeGreaterThan(1_000)
  })

  it('are those that it has counted of agents', () => {
    const agents = noAgentSums()
    for (const row of deltas.agents) if (row.span === 1_440) addSums(agents, row.sums)
    expect(agents).toMatchObject({
      offered: sum(({ offers }) => offers),
      missed: sum(({ missed }) => missed),
      readyMs: day.tally.spentMs.idle,
      notReadyMs: day.tally.spentMs.away,
    })
    expect(agents.ringingMs + agents.busyMs + agents.afterCallMs).toBe(day.tally.spentMs.working)
    const { offered, answered, missed, rejected, failed, withdrawn } = agents
    expect(answered + missed + rejected + failed + withdrawn).toBe(offered)
  })
})
