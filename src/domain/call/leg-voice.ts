/** What is kept of how a leg sounded. */
import type { AgentId } from '../ids.ts'

/** Of what came from a leg's far end, all through its life. */
export interface LegQuality {
  /** RTP packets of every kind: sound, comfort noise, digits. */
  readonly receivedPackets: number
  readonly sentPackets: number
  /** An estimate: of the switch's loss rate, which is rounded to hundredths and reckoned anew every 5 s. */
  readonly lostPackets: number
  /** Standard deviation of the distances between packets, at its worst; null: too few packets to tell. */
  readonly jitterMs: number | null
  /** 1 to 4.5, by FreeSWITCH's formula (switch_rtp.c, `do_mos`); null: too few packets to tell. */
  readonly mos: number | null
}

/** What the switch says about the sound of a leg that has ended. */
export interface LegSound {
  readonly quality?: LegQuality
  /** It was on hold at some time. */
  readonly held?: boolean
}

/** A leg that has ended, in the call's view and record. */
export interface LegVoice extends LegQuality {
  readonly role: 'caller' | 'agent' | 'party'
  readonly agentId: AgentId | null
  /** Null: it can't be told. */
  readonly heard: boolean | null
}
