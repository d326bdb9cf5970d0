import type { SipRequest } from './message.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { giveUpMs, TimerSet, type Timing } from './timing.ts'

/** Sends a 2xx again until its ACK comes, for 64*T1 (RFC 3261 13.3.1.4). */
export class AckWait {
  private readonly timers = new TimerSet()
  private readonly transaction: ServerTransaction
  private readonly onAck: (ack: SipRequest) => void

  constructor(
    transaction: ServerTransaction,
    timing: Timing,
    onAck: (ack: SipRequest) => void,
    onSilence: () => void,
  ) {
    this.transaction = transaction
    this.onAck = onAck
    this.timers.repeat('resend', timing.t1Ms, timing.t2Ms, () => transaction.resend())
    this.timers.start('giveUp', giveUpMs(timing), () => {
      this.stop()
      onSilence()
    })
  }

  /** False when the ACK belongs to another INVITE. */
  receive(ack: SipRequest): boolean {
    if (ack.cseq !== this.transaction.request.cseq) return false
    this.stop()
    this.onAck(ack)
    return true
  }

  stop(): void {
    this.timers.stopAll()
  }
}
