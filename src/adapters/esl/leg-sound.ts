/**
 * How a leg sounded, out of its CHANNEL_HANGUP_COMPLETE: only by then has FreeSWITCH set the variables of its RTP
 * statistics (switch_core_state_machine.c, `switch_core_session_hangup_state`; switch_core_media.c, `set_stats`).
 */
import type { LegQuality, LegSound } from '../../domain/call/quality.ts'
import type { EslEvent } from './event.ts'

/** Two seconds of sound. With fewer, one packet too late makes MOS drop to 1, and with none it stands at 4.5. */
const FEWEST_TO_TELL = 100

export function legSoundIn(event: EslEvent): LegSound {
  const quality = qualityIn(event)
  const heldMicros = numberIn(event, 'Caller-Channel-Hold-Accum') ?? 0
  return { ...(quality && { quality }), ...(heldMicros > 0 && { held: true }) }
}

/** Undefined for a leg that never had media. */
function qualityIn(event: EslEvent): LegQuality | undefined {
  const receivedPackets = numberIn(event, 'variable_rtp_audio_in_packet_count')
  if (receivedPackets === undefined) return undefined
  const tells = receivedPackets >= FEWEST_TO_TELL
  const lossRate = Math.min(1, numberIn(event, 'variable_rtp_audio_in_jitter_loss_rate') ?? 0)
  // The running variance of the distances, at its greatest, in ms².
  const variance = numberIn(event, 'variable_rtp_audio_in_jitter_max_variance')
  return {
    receivedPackets,
    sentPackets: numberIn(event, 'variable_rtp_audio_out_packet_count') ?? 0,
    lostPackets: Math.round(lossRate * receivedPackets),
    jitterMs: tells && variance !== undefined ? Math.round(Math.sqrt(variance) * 10) / 10 : null,
    mos: tells ? (numberIn(event, 'variable_rtp_audio_in_mos') ?? null) : null,
  }
}

/** Undefined for what isn't a plain number: FreeSWITCH may write `nan`. */
function numberIn(event: EslEvent, header: string): number | undefined {
  const text = event.get(header)
  return text !== undefined && /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined
}
