/**
 * How a node on another machine is reached: the event socket has no TLS, and its password is clear text (DESIGN.md).
 * With `tls` the tunnel is ours: mutual TLS to a far end on the node's machine, which hands on to the loopback event
 * socket there. Without, it was made by somebody else (WireGuard, ssh), and all that we know of it is its name.
 */
import type { ClientFiles } from '../../../lib/pki/client-material.ts'
import { type Credentials, createCredentials } from './credentials.ts'

export interface TunnelOptions {
  /** For logs, alarm and metrics. */
  readonly name: string
  readonly tls?: ClientFiles & {
    /** Whom the far end's certificate must name. */
    readonly serverName: string
  }
}

export interface Tunnel {
  /** Begins every message about it: `tunnel NAME to NODE`. */
  readonly label: string
  readonly tls: { readonly credentials: Credentials; readonly serverName: string } | undefined
  readonly connectTimeoutMs: number
  readonly handshakeTimeoutMs: number
}

/**
 * What an attempt to connect has shown of a tunnel. `detail` is fit for logs and alarms: it names tunnel and node, and
 * holds nothing of keys or certificates.
 */
export type TunnelState = { readonly up: true } | { readonly up: false; readonly detail: string }

export interface TunnelLimits {
  /** For the TCP connection to the far end. */
  readonly connectTimeoutMs: number
  /** For TLS on it. */
  readonly handshakeTimeoutMs: number
}

/** One for all connections to a node: it keeps what the files held, for as long as they are unchanged. */
export function createTunnel({ name, tls }: TunnelOptions, nodeId: string, limits: TunnelLimits): Tunnel {
  return {
    label: `tunnel ${name} to ${nodeId}`,
    tls: tls && { credentials: createCredentials(tls), serverName: tls.serverName },
    connectTimeoutMs: limits.connectTimeoutMs,
    handshakeTimeoutMs: limits.handshakeTimeoutMs,
  }
}
