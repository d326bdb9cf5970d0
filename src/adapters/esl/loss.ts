/** Why a connection is down. `detail` is fit for a log: it never quotes what was on the wire. */
export interface Loss {
  readonly reason:
    | 'connectFailed'
    /** The way to the switch, not the switch: the network, or the far end of the tunnel. */
    | 'tunnelFailed'
    /** One end of the tunnel doesn't take the other's certificate, or ours can't be read. */
    | 'tunnelRefused'
    | 'loginRefused'
    | 'addressRefused'
    | 'subscriptionRefused'
    | 'loginTimedOut'
    | 'heartbeatMissed'
    | 'replyMissed'
    | 'corruptStream'
    | 'switchDisconnected'
    | 'socketClosed'
    | 'socketFailed'
    /** Whoever uses the connection found it of no use. */
    | 'givenUp'
    | 'closedByUs'
  readonly detail: string
}
