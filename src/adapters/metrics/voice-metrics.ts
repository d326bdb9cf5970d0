/** How legs sounded, by who was on them and on which node: labels of closed lists, nobody's number. */
import { Counter, Histogram, type Registry } from 'prom-client'
import type { CallFact } from '../../domain/call/facts.ts'

type LegEnded = Extract<CallFact, { type: 'callLegEnded' }>['data']

export interface VoiceMeter {
  /** A leg has ended that was on this node. */
  legEnded(leg: LegEnded, node: string): void
}

const MARKS = [1.5, 2, 2.5, 3, 3.3, 3.6, 3.8, 4, 4.2, 4.4]
/** The switch rounds its rate of losses to hundredths. */
const RATIOS = [0, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5]
const DISTANCES_S = [0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2]

export function createVoiceMeter(registry: Registry): VoiceMeter {
  const labelNames = ['role', 'node'] as const
  const registers = [registry]
  const mos = new Histogram({
    name: 'cti_leg_mos',
    help: 'Mean opinion score (1 to 4.5) of what came from a leg, as the switch reckons it',
    buckets: MARKS,
    labelNames,
    registers,
  })
  const loss = new Histogram({
    name: 'cti_leg_loss_ratio',
    help: 'Packets lost on the way from a leg, of all that were sent there',
    buckets: RATIOS,
    labelNames,
    registers,
  })
  const jitter = new Histogram({
    name: 'cti_leg_jitter_seconds',
    help: 'Standard deviation of the distances between packets that came from a leg, at its worst',
    buckets: DISTANCES_S,
    labelNames,
    registers,
  })
  const oneWay = new Counter({
    name: 'cti_one_way_audio_total',
    help: 'Legs from which nothing was heard in a talk',
    labelNames,
    registers,
  })
  return {
    legEnded({ role, quality, heard }, node) {
      const labels = { role, node }
      if (heard === false) oneWay.inc(labels)
      if (!quality) return
      // Where there were too few packets for marks, a rate of losses means nothing either.
      if (quality.mos !== null) {
        mos.observe(labels, quality.mos)
        loss.observe(labels, quality.lostPackets / (quality.lostPackets + quality.receivedPackets))
      }
      if (quality.jitterMs !== null) jitter.observe(labels, quality.jitterMs / 1_000)
    },
  }
}
