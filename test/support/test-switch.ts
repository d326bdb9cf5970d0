/** What tests may know of a switch, whichever it is: the real FreeSWITCH or the embedded one. */

export interface TestUser {
  readonly extension: string
  readonly password: string
  readonly name: string
}

/** When a switch gives its controller up: `controller_silent_seconds` and `unclaimed_seconds`. */
export interface Patience {
  readonly silentSeconds: number
  readonly unclaimedSeconds: number
}

/** As freeswitch-conf and the embedded switch have it. */
export const DELIVERED: Patience = { silentSeconds: 3, unclaimedSeconds: 4 }

/** Longer than any test: nothing depends on how quick the machine is. */
export const PATIENT: Patience = { silentSeconds: 3_600, unclaimedSeconds: 3_600 }

export interface TestSwitchOptions {
  readonly users: readonly TestUser[]
  /** Numbers that the controller answers. */
  readonly serviceNumbers: readonly string[]
  /** Extensions that ring together when no controller is there. */
  readonly fallbackTargets: readonly string[]
  /** As delivered unless told. */
  readonly patience?: Patience
  /** Who may call the trunks' port: addresses with prefix length. */
  readonly trunkAcl: readonly string[]
  /** Where calls to numbers outside go; without it they fail. */
  readonly outgoingPeer?: { readonly host: string; readonly port: number }
  /** Absolute path of the prompts. */
  readonly soundsDir?: string
  /** Absolute path of the hold music; an empty directory unless told. */
  readonly musicDir?: string
}

export interface TestSwitch {
  readonly kind: 'freeswitch' | 'softswitch'
  /** All of its listeners are on this address. */
  readonly host: '127.0.0.1'
  /** Where phones register. */
  readonly sipPort: number
  /** Where trunks call. */
  readonly trunkSipPort: number
  readonly eventSocketPort: number
  readonly eventSocketPassword: string
  /** SIP domain of the users; also the realm of their digests. */
  readonly domain: string
  readonly pid: number
  readonly logPath: string
  /** Ends the process without a word; resolves when it is gone. `stop` is still due. */
  kill9(): Promise<void>
  /** After `kill9`: starts it again on the same files and ports. */
  restart(): Promise<void>
  /** Ends the process, removes all that it wrote. Idempotent. */
  stop(): Promise<void>
}
