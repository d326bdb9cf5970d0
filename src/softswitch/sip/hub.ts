import type { SipRequest } from './message.ts'
import type { Context } from './options.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { Transactions } from './transactions.ts'

/** A leg as the dispatcher sees it. */
export interface DialogOwner {
  /** A request inside its dialog. */
  onRequest(transaction: ServerTransaction): void
  onAck(ack: SipRequest): void
  /** The switch closes: one message of farewell, and no waiting for an answer. */
  abandon(): void
}

/** What legs share: the ways out, and the table by which their dialogs are found. */
export class Hub {
  readonly context: Context
  readonly transactions: Transactions
  private readonly owners = new Map<string, DialogOwner>()

  constructor(context: Context, transactions: Transactions) {
    this.context = context
    this.transactions = transactions
  }

  get full(): boolean {
    return this.owners.size >= this.context.limits.maxLegs
  }

  get size(): number {
    return this.owners.size
  }

  /** Local tags are random, so with the Call-ID they name one dialog, or an INVITE's set of early ones. */
  add(callId: string, localTag: string, owner: DialogOwner): void {
    this.owners.set(`${callId}|${localTag}`, owner)
  }

  remove(callId: string, localTag: string): void {
    this.owners.delete(`${callId}|${localTag}`)
  }

  find(request: SipRequest): DialogOwner | undefined {
    return this.owners.get(`${request.callId}|${request.toTag}`)
  }

  /** Ends every leg; what answers come to the farewells is nobody's any more. */
  close(): void {
    for (const owner of [...this.owners.values()]) owner.abandon()
    this.owners.clear()
  }
}
