/**
 * How a far end's packets came in, by FreeSWITCH's own reckoning (switch_rtp.c: `check_jitter`, `burstr_calculate`,
 * `do_mos`), so that a controller sees the same figures of either switch. Its oddities are kept: a loss counts three
 * flaws as a rule, the rate of losses is reckoned every 5 s, and a stream with more flaws than packets has none.
 */

import type { MediaReport } from '../ports.ts'

/** JITTER_LEAD_FRAMES: the first packets, and the first after a digit, are not judged. */
const LEAD_PACKETS = 10
const LOSS_CHECK_MS = 5_000
/** LOST_BURST_CAPTURE, LOST_BURST_ANALYZE. */
const LONGEST_BURST = 1_024
const BURSTS_ANALYSED = 500
/** Two seconds of 20 ms without a packet; from then on each is a flaw. */
const SILENT_TICKS = 100

export class Reception {
  private mediaPackets = 0
  private digitPackets = 0
  private comfortPackets = 0
  private lead = 0
  private lastAtMs: number | undefined
  private lastSequence = -1
  private judged = 0
  private flaws = 0
  private lastFlaws = 0
  private flawsInARow = 0
  private lossesInARow = 0
  private readonly lostByBurst = new Map<number, number>()
  private nextLossCheckMs = 0
  private lossRate = 0
  private burstRate = 0
  private quality = 100
  private intervals = 0
  private sumMs = 0
  private sumSquares = 0
  private meanMs = 0
  private minVariance = 0
  private maxVariance = 0
  private silentTicks = 0

  /** Sound; `atMs` on a clock that never goes back. */
  media(sequence: number, atMs: number): void {
    this.mediaPackets++
    this.packet(sequence, atMs)
  }

  /** Comfort noise (RFC 3389). */
  comfort(sequence: number, atMs: number): void {
    this.comfortPackets++
    this.packet(sequence, atMs)
  }

  /** Part of a telephone event: sound is judged anew after it. */
  digit(): void {
    this.digitPackets++
    this.silentTicks = 0
    this.lead = 0
    this.lastAtMs = undefined
    this.lastSequence = 0
    this.flawsInARow = 0
    this.lastFlaws = 0
  }

  /** 20 ms have passed. */
  tick(): void {
    if (++this.silentTicks <= SILENT_TICKS || this.lead <= LEAD_PACKETS) return
    this.flaws++
    this.judge()
  }

  get report(): MediaReport['received'] {
    const { mediaPackets, digitPackets, comfortPackets, flaws, quality, lossRate, burstRate } = this
    const { minVariance, maxVariance, meanMs: meanIntervalMs } = this
    return {
      mediaPackets,
      digitPackets,
      comfortPackets,
      flaws,
      quality,
      // The ITU's curve from R to MOS (G.107 annex B), as `do_mos` has it.
      mos: 1 + 0.035 * quality + 0.000_007 * quality * (quality - 60) * (100 - quality),
      lossRate,
      burstRate,
      minVariance,
      maxVariance,
      meanIntervalMs,
    }
  }

  /** `check_jitter`. */
  private packet(sequence: number, atMs: number): void {
    this.silentTicks = 0
    const now = Math.floor(atMs)
    const before = this.lastAtMs
    this.lastAtMs = now
    if (++this.lead < LEAD_PACKETS || before === undefined) return
    this.judged++
    this.countLost(sequence)
    if (now > this.nextLossCheckMs) {
      this.nextLossCheckMs = now + LOSS_CHECK_MS
      this.reckonLosses()
    }
    this.judge()
    this.measure(now - before)
  }

  private countLost(sequence: number): void {
    const last = this.lastSequence
    this.lastSequence = sequence
    if (last <= 0 || sequence <= last + 1) {
      this.lossesInARow = 0
      return
    }
    const lost = sequence - last - 1
    const burst = ++this.lossesInARow
    if (burst < LONGEST_BURST) this.lostByBurst.set(burst, (this.lostByBurst.get(burst) ?? 0) + lost)
    this.flaws += lost
  }

  private reckonLosses(): void {
    let lost = 0
    let bursts = 0
    for (const [burst, count] of this.lostByBurst) {
      if (burst >= BURSTS_ANALYSED) continue
      lost += burst * count
      bursts += count
    }
    this.lossRate = lost / this.judged
    this.burstRate = bursts > 0 ? Math.abs((lost / bursts) * (1 - lost / this.judged)) : 0
  }

  /** `do_mos`: flaws that follow on each other weigh more. */
  private judge(): void {
    if (this.judged < this.flaws) this.flaws = 0
    if (this.judged > 0 && this.flaws > 0 && this.lastFlaws !== this.flaws) {
      if (this.flawsInARow++ > 0) {
        this.flaws += this.flawsInARow
        this.lastFlaws = this.flaws
      }
    } else {
      this.flawsInARow = 0
    }
    const quality = this.judged === 0 ? 100 : Math.trunc(((this.judged - this.flaws) / this.judged) * 100)
    this.quality = quality < 0 || quality > 100 ? 100 : quality
  }

  private measure(intervalMs: number): void {
    this.intervals++
    this.sumMs += intervalMs
    const off = this.meanMs > 0 ? Math.trunc(intervalMs - this.meanMs) : 0
    this.sumSquares += off * off
    this.meanMs = this.sumMs / this.intervals
    const variance = this.sumSquares / this.intervals
    if (variance < this.minVariance || this.minVariance === 0) this.minVariance = variance
    if (variance > this.maxVariance) this.maxVariance = variance
  }
}
