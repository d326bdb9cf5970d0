import { createSessions } from '../media/index.ts'
import type { InviteOptions, RegistrationEvent, Signalling, SipLeg } from '../ports.ts'
import { nowMs } from '../switch-time.ts'
import { Admission, trunkList } from './admission.ts'
import { Digest } from './digest.ts'
import { Hub } from './hub.ts'
import { Nonces } from './nonces.ts'
import { type Context, DEFAULT_LIMITS, type SignallingOptions, timingOf } from './options.ts'
import { OutboundLeg } from './outbound-leg.ts'
import { Registrar } from './registrar.ts'
import { Router } from './router.ts'
import { Transactions } from './transactions.ts'
import { openUdp } from './udp.ts'

export type { Credential, Limits, SignallingOptions, SwitchLog } from './options.ts'

/** The signalling side with what an operator wants to know of it. */
export interface RunningSignalling extends Signalling {
  /** The bound UDP port. */
  readonly port: number
  /** The digest realm, for whoever stores H(A1). */
  readonly realm: string
  stats(): SignallingStats
}

export interface SignallingStats {
  readonly legs: number
  readonly transactions: number
  readonly registrations: number
  readonly malformed: number
  readonly refusedForLoad: number
}

const silent = { info: () => {}, warn: () => {} }

/**
 * Starts SIP over UDP with RTP beside it. Rejects when the address or port can't be bound, or a trunk entry is
 * neither address nor CIDR block.
 */
export async function createSignalling(options: SignallingOptions): Promise<RunningSignalling> {
  const bindAddress = options.bindAddress ?? '127.0.0.1'
  const trunks = trunkList(options.trunks ?? [])
  const log = options.log ?? silent
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  let inviteHandler: ((leg: SipLeg) => void) | undefined
  const registrationHandlers: ((event: RegistrationEvent) => void)[] = []

  const udp = await openUdp(bindAddress, options.port ?? 5060, (datagram, from) => {
    try {
      transactions.receive(datagram, from)
    } catch (err) {
      // A bug, and no message may bring the switch down with all its calls because of one.
      log.warn({ err }, 'a datagram could not be handled')
    }
  })
  const address = options.advertisedAddress ?? bindAddress
  const context: Context = {
    address,
    port: udp.port,
    domain: options.domain ?? address,
    userAgent: options.userAgent ?? 'cti-bridge-softswitch',
    timing: timingOf(options),
    limits,
    maxSetupMs: options.maxSetupMs ?? 600_000,
    sessions: createSessions({
      address: bindAddress,
      ports: options.rtpPorts ?? { from: 16_384, to: 32_766 },
      onFault: (err) => log.warn({ err }, 'a media handler threw'),
    }),
    log,
  }
  const registrar = new Registrar(
    {
      minSeconds: options.registrationSeconds?.min ?? 30,
      maxSeconds: options.registrationSeconds?.max ?? 3600,
      defaultSeconds: options.registrationSeconds?.default ?? 300,
      maxBindings: limits.maxRegistrations,
      nowMs,
    },
    (event) => {
      for (const handler of registrationHandlers) setImmediate(handler, event)
    },
  )
  const digest = new Digest(
    context.domain,
    new Nonces(options.nonceLifeMs ?? 60_000, limits.maxNonces),
    options.users,
  )
  const transactions: Transactions = new Transactions(
    {
      send: udp.send,
      timing: context.timing,
      server: context.userAgent,
      sentBy: `${address}:${udp.port}`,
      maxTransactions: limits.maxTransactions,
    },
    {
      onRequest: (transaction) => router.onRequest(transaction),
      onAck: (request) => router.onAck(request),
    },
  )
  const hub = new Hub(context, transactions)
  const router: Router = new Router({
    hub,
    registrar,
    admission: new Admission(digest, trunks, options.users),
    onInvite: (leg) => {
      try {
        if (inviteHandler) inviteHandler(leg)
        else leg.hangUp({ sipStatus: 480, q850: 0, reasonText: '' })
      } catch (err) {
        log.warn({ err }, 'a call could not be taken')
        leg.hangUp({ sipStatus: 500, q850: 41, reasonText: 'NORMAL_TEMPORARY_FAILURE' })
      }
    },
  })
  log.info({ port: udp.port }, 'SIP is up')

  return {
    port: udp.port,
    realm: context.domain,
    onInvite(handler) {
      inviteHandler = handler
    },
    contactOf: (extension) => registrar.contactOf(extension),
    onRegistration(handler) {
      registrationHandlers.push(handler)
    },
    registrations: () => registrar.list(),
    forget: (extension) => registrar.forget(extension),
    invite(uri: string, inviteOptions: InviteOptions) {
      const leg = new OutboundLeg(hub, uri, inviteOptions)
      void leg.start()
      return leg
    },
    stats: () => ({
      legs: hub.size,
      transactions: transactions.size,
      registrations: registrar.list().length,
      malformed: transactions.stats.malformed,
      refusedForLoad: transactions.stats.refusedForLoad,
    }),
    async close() {
      hub.close()
      registrar.close()
      transactions.close()
      await context.sessions.close()
      // A datagram leaves its socket one turn after it was handed over.
      await new Promise((turn) => setImmediate(turn))
      await udp.close()
    },
  }
}
