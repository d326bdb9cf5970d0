import type { Channel } from './channel.ts'

/** switch_core_media.c `set_stats`: the variables of a channel that had sound, set while it hangs up. */
export function setRtpStats(channel: Channel): void {
  const report = channel.leg?.media.report()
  if (report === undefined) return
  const { received: got, sent } = report
  const counts = {
    in_packet_count: got.mediaPackets + got.digitPackets + got.comfortPackets,
    in_media_packet_count: got.mediaPackets,
    in_dtmf_packet_count: got.digitPackets,
    in_cng_packet_count: got.comfortPackets,
    in_flaw_total: got.flaws,
    out_packet_count: sent.mediaPackets + sent.digitPackets,
    out_media_packet_count: sent.mediaPackets,
    out_dtmf_packet_count: sent.digitPackets,
  }
  const figures = {
    in_jitter_min_variance: got.minVariance,
    in_jitter_max_variance: got.maxVariance,
    in_jitter_loss_rate: got.lossRate,
    in_jitter_burst_rate: got.burstRate,
    in_mean_interval: got.meanIntervalMs,
    in_quality_percentage: got.quality,
    in_mos: got.mos,
  }
  for (const [name, count] of Object.entries(counts)) channel.set(`rtp_audio_${name}`, String(count))
  for (const [name, figure] of Object.entries(figures)) channel.set(`rtp_audio_${name}`, figure.toFixed(2))
}
