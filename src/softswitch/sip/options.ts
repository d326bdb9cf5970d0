import type { SessionFactory } from '../media/session-factory.ts'
import { STANDARD_TIMING, type Timing } from './timing.ts'

/** A password, or H(A1) = MD5(user:realm:password) in hex. */
export type Credential = string | { readonly ha1: string }

/** The smallest shape of a log; the service's own fits. Gets no numbers, names or digits. */
export interface SwitchLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface Limits {
  /** Calls at once; beyond it an INVITE gets 503. */
  readonly maxLegs: number
  /** SIP transactions at once, ended ones included for as long as they absorb retransmissions (32 s). */
  readonly maxTransactions: number
  readonly maxRegistrations: number
  /** Nonces whose use is remembered. */
  readonly maxNonces: number
}

export interface SignallingOptions {
  /** IPv4 address to bind. Default 127.0.0.1. */
  readonly bindAddress?: string
  /** 0 takes a free port. Default 5060. */
  readonly port?: number
  /** The address that peers are told (Contact, Via, SDP). Default: the bound one. */
  readonly advertisedAddress?: string
  /** Digest realm and the host of our From. Default: the advertised address. */
  readonly domain?: string
  readonly users: (extension: string) => Credential | undefined
  /** Addresses and CIDR blocks whose INVITEs need no digest. */
  readonly trunks?: readonly string[]
  /** Inclusive; even ports are used. Default 16384 to 32766. */
  readonly rtpPorts?: { readonly from: number; readonly to: number }
  readonly userAgent?: string
  readonly limits?: Partial<Limits>
  readonly timing?: Partial<Timing>
  /** How long a nonce may be used, ms. Default 60 s. */
  readonly nonceLifeMs?: number
  /** Bounds on what a phone may ask for, seconds. */
  readonly registrationSeconds?: { readonly min?: number; readonly max?: number; readonly default?: number }
  /** How long a call may ring unanswered, ms, before it is ended with 408. Default 10 minutes. */
  readonly maxSetupMs?: number
  readonly log?: SwitchLog
}

export const DEFAULT_LIMITS: Limits = {
  maxLegs: 2_000,
  maxTransactions: 50_000,
  maxRegistrations: 5_000,
  maxNonces: 20_000,
}

/** What every part of the signalling side needs to know. */
export interface Context {
  readonly address: string
  readonly port: number
  readonly domain: string
  readonly userAgent: string
  readonly timing: Timing
  readonly limits: Limits
  readonly maxSetupMs: number
  readonly sessions: SessionFactory
  readonly log: SwitchLog
}

export function timingOf(options: SignallingOptions): Timing {
  return { ...STANDARD_TIMING, ...options.timing }
}
