import { describe, expect, it } from 'vitest'
import { Reception } from '../../../src/softswitch/media/reception.ts'

/** Packets 20 ms apart, from sequence number `from` on; those that `lost` names don't come. */
function stream(
  count: number,
  options: { from?: number; lost?: (n: number) => boolean; late?: (n: number) => number } = {},
) {
  const { from = 1_000, lost = () => false, late = () => 0 } = options
  const reception = new Reception()
  for (let n = 0; n < count; n += 1)
    if (!lost(n)) reception.media((from + n) & 0xffff, 5_000 + n * 20 + late(n))
  return reception
}

describe('a stream', () => {
  it('without a flaw: the best mark there is, no loss, no variance', () => {
    expect(stream(600).report).toMatchObject({
      mediaPackets: 600,
      flaws: 0,
      quality: 100,
      mos: 4.5,
      lossRate: 0,
      maxVariance: 0,
      meanIntervalMs: 20,
    })
  })

  it('without a single packet has the same mark, as in FreeSWITCH', () => {
    expect(new Reception().report).toMatchObject({ mediaPackets: 0, quality: 100, mos: 4.5 })
  })

  it('that loses every tenth packet: three flaws for each, and the rate is lost per received', () => {
    const { report } = stream(1_000, { lost: (n) => n % 10 === 9 })
    expect(report.mediaPackets).toBe(900)
    expect(report.lossRate).toBeCloseTo(1 / 9, 2)
    expect(report.quality).toBe(67)
    expect(report.mos).toBeCloseTo(3.45, 1)
  })

  it('shorter than five seconds has no rate of losses yet', () => {
    expect(stream(100, { lost: (n) => n % 10 === 9 }).report).toMatchObject({ lossRate: 0, mediaPackets: 90 })
  })

  it('that loses many in one go: as many flaws, and two more', () => {
    const { report } = stream(600, { lost: (n) => n >= 200 && n < 210 })
    expect(report).toMatchObject({ flaws: 12, quality: 97 })
    expect(report.lossRate).toBeCloseTo(10 / 580, 2)
  })

  it('whose sequence numbers begin anew has lost nothing', () => {
    expect(stream(600, { from: 0xffff - 300 }).report).toMatchObject({ flaws: 0, lossRate: 0 })
  })

  it('that comes unevenly: the variance of the distances', () => {
    const { report } = stream(600, { late: (n) => (n % 2) * 10 })
    expect(report.meanIntervalMs).toBeCloseTo(20, 0)
    expect(Math.sqrt(report.minVariance)).toBeCloseTo(10, 0)
    // At the beginning it is reckoned of a few distances only.
    expect(Math.sqrt(report.maxVariance)).toBeCloseTo(14.1, 1)
  })

  it('with digits in between: they are counted apart, and the sound is judged anew', () => {
    const reception = stream(100)
    for (let n = 0; n < 8; n += 1) reception.digit()
    for (let n = 0; n < 100; n += 1) reception.media(1_108 + n, 9_000 + n * 20)
    expect(reception.report).toMatchObject({ mediaPackets: 200, digitPackets: 8, flaws: 0, quality: 100 })
  })

  it('that stops: after two seconds each missing packet is a flaw; comfort noise keeps it alive', () => {
    const silent = stream(400)
    for (let n = 0; n < 130; n += 1) silent.tick()
    expect(silent.report.quality).toBeLessThan(100)
    const muted = stream(400)
    for (let n = 0; n < 300; n += 1) {
      muted.tick()
      if (n % 50 === 0) muted.comfort(1_400 + n / 50, 13_000 + n * 20)
    }
    expect(muted.report).toMatchObject({ comfortPackets: 6, flaws: 0 })
  })
})
