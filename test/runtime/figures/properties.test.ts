import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginOfDay, dayOf } from '../../../src/domain/acd/days.ts'
import { shiftDays } from '../../../src/domain/acd/shift-log.ts'
import { placeWaitedAt } from '../../../src/domain/call/state.ts'
import type { JournalRow } from '../../../src/domain/fact.ts'
import type { NodeId } from '../../../src/domain/ids.ts'
import type { Deltas } from '../../../src/runtime/figures/deltas.ts'
import {
  AGENT_MEASURES,
  addSums,
  noAgentSums,
  noQueueSums,
  QUEUE_MEASURES,
} from '../../../src/runtime/figures/measures.ts'
import { beginOf } from '../../../src/runtime/figures/spans.ts'
import { NODES } from '../../domain/support/chance.ts'
import type { Site } from '../../domain/support/story.ts'
import { history, lived } from './lived.ts'
import { inPortions, projected, type Tables, told } from './tables.ts'

const runs = {
  seed: Number(process.env['PROPERTY_SEED'] ?? 2026),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 60),
}

/** Goes on until nobody is left. */
function toTheEnd(site: Site): void {
  for (const nodeId of NODES as NodeId[])
    site.when({ type: 'switchConnected', nodeId, coreUuid: 'core-9', legs: [] })
  for (let minute = 0; minute < 10; minute += 1) site.after(60_000)
}

function queuesOf(deltas: Deltas, span: number) {
  const sums = noQueueSums()
  for (const row of deltas.queues) if (row.span === span) addSums(sums, row.sums)
  return sums
}

function agentsOf(deltas: Deltas, span: number) {
  const sums = noAgentSums()
  for (const row of deltas.agents) if (row.span === span) addSums(sums, row.sums)
  return sums
}

function openOffers({ standing }: Tables): number {
  return [...standing.calls.values()].reduce(
    (sum, { offers, outbound }) => sum + (outbound ? 0 : Object.keys(offers ?? {}).length),
    0,
  )
}

describe('the figures of whatever happens', () => {
  it('are the same in any portions, each taken up by another process', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        (draws, sizes) => {
          const { journal } = lived(draws)
          expect(told(inPortions(journal, sizes))).toEqual(told(projected(journal)))
        },
      ),
      runs,
    )
  })

  it('of a day are those of its quarters', () => {
    fc.assert(
      fc.property(history, (draws) => {
        const { deltas } = projected(lived(draws).journal)
        const byDay = new Map<string, object>()
        for (const row of deltas.queues) {
          if (row.span !== 15) continue
          const key = `${row.queueId} ${row.urgent} ${beginOf(1_440, row.at)}`
          const sums = byDay.get(key) ?? noQueueSums()
          addSums(sums as never, row.sums)
          byDay.set(key, sums)
        }
        for (const row of deltas.agents) {
          if (row.span !== 15) continue
          const key = `${row.agentId} ${beginOf(1_440, row.at)}`
          const sums = byDay.get(key) ?? noAgentSums()
          addSums(sums as never, row.sums)
          byDay.set(key, sums)
        }
        const days = new Map<string, object>()
        for (const row of deltas.queues)
          if (row.span === 1_440) days.set(`${row.queueId} ${row.urgent} ${row.at}`, row.sums)
        for (const row of deltas.agents)
          if (row.span === 1_440) days.set(`${row.agentId} ${row.at}`, row.sums)
        expect(byDay).toEqual(days)
      }),
      runs,
    )
  })

  it('count each arrival once, and know at any moment who waits', () => {
    fc.assert(
      fc.property(history, (draws) => {
        const site = lived(draws, ({ state, journal }) => {
          const { standing, deltas } = projected(journal)
          const waiting = [...standing.calls].flatMap(([id, { visit }]) => (visit ? [id] : []))
          // Whoever was answered once, and waits again, has arrived and was answered.
          const inDomain = [...state.calls.values()].filter(
            ({ phase, connectedAt, id }) =>
              placeWaitedAt(phase) &&
              (connectedAt === undefined || waiting.includes(id)) &&
              !standing.calls.get(id)?.promise,
          )
          expect(waiting.sort()).toEqual(inDomain.map(({ id }) => id).sort())
          const sums = queuesOf(deltas, 15)
          const { answered, abandoned, shortAbandoned, overflowed, left, timedOut, fellBack } = sums
          const over =
            answered +
            abandoned +
            shortAbandoned +
            overflowed +
            left +
            timedOut +
            fellBack +
            sums.endedOtherwise
          expect(sums.arrived).toBe(over + waiting.length)
          expect(sums.answeredInTime).toBeLessThanOrEqual(answered)
        })
        toTheEnd(site)
        const end = projected(site.journal)
        expect([...end.standing.calls.keys()]).toEqual([])
        const sums = queuesOf(end.deltas, 1_440)
        expect(sums.callbacksPromised).toBe(sums.callbacksAnswered + sums.callbacksFailed)
      }),
      { ...runs, numRuns: Math.min(runs.numRuns, 30) },
    )
  })

  it('count each offer once', () => {
    fc.assert(
      fc.property(history, (draws) => {
        const tables = projected(lived(draws).journal)
        const { offered, answered, missed, rejected, failed, withdrawn } = agentsOf(tables.deltas, 15)
        expect(offered).toBe(answered + missed + rejected + failed + withdrawn + openOffers(tables))
      }),
      runs,
    )
  })

  it('give agents the times that their shift log gives them', () => {
    fc.assert(
      fc.property(history, (draws) => {
        const site = lived(draws)
        site.when({ type: 'forceAgent', agentId: 'agent_li', by: 'key_boss', to: { name: 'loggedOff' } })
        toTheEnd(site)
        const { deltas, standing } = projected(site.journal)
        expect(standing.agents.get('agent_li')?.doing).toBeUndefined()
        const own = site.journal.filter(({ subject }) => subject === 'agent_li')
        const [first, last] = [own[0] as JournalRow, own.at(-1) as JournalRow]
        for (const day of shiftDays(own, dayOf(first.at), dayOf(last.at), site.now)) {
          const row = [...deltas.agents].find(
            ({ agentId, span, at }) => agentId === 'agent_li' && span === 1_440 && at === beginOfDay(day.day),
          )
          const { readyMs, ringingMs, busyMs, afterCallMs, notReadyMs } = row?.sums ?? noAgentSums()
          expect(readyMs + ringingMs + busyMs + afterCallMs + notReadyMs).toBe(day.loggedOnMs)
          const spent = (phase: string) =>
            day.totals.reduce((sum, one) => sum + (one.phase === phase ? one.durationMs : 0), 0)
          expect([readyMs, ringingMs, busyMs]).toEqual([spent('ready'), spent('reserved'), spent('busy')])
        }
      }),
      runs,
    )
  })

  it('are never negative', () => {
    fc.assert(
      fc.property(history, (draws) => {
        const { deltas } = projected(lived(draws).journal)
        for (const { sums } of deltas.queues)
          for (const name of QUEUE_MEASURES) expect(sums[name]).toBeGreaterThanOrEqual(0)
        for (const { sums } of deltas.agents)
          for (const name of AGENT_MEASURES) expect(sums[name]).toBeGreaterThanOrEqual(0)
      }),
      runs,
    )
  })
})
