/** Agents' phones: who may register at the switch. Passwords are never kept; their digests are, sealed. */

export interface Endpoint {
  /** Also what the phone registers as. */
  readonly extension: string
  readonly kind: 'phone'
  /** For people. */
  readonly label: string
  /** SIP domain for which the password's digest was made. */
  readonly domain: string
  /** Never the same again, also after removal. */
  readonly version: number
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly passwordChangedAt: number
}

/** What the switch checks a password by: `md5(extension:domain:password)` in hex, FreeSWITCH's `a1-hash`. */
export interface Credential {
  readonly extension: string
  readonly domain: string
  readonly a1Hash: string
}

export const MOST_ENDPOINTS = 10_000

export type StoredEndpoint =
  | { readonly type: 'stored'; readonly endpoint: Endpoint; readonly isNew: boolean }
  /** It isn't the version that was expected; 0: there is one already. */
  | { readonly type: 'conflict' }
  | { readonly type: 'full' }

/** `ifVersion` 0: create it; undefined: change whatever is there. */
export interface EndpointsPort {
  list(siteId: string, limit: number, afterExtension?: string): Promise<readonly Endpoint[]>
  get(siteId: string, extension: string): Promise<Endpoint | undefined>
  /** Without a credential the password stays; one that is created needs one. */
  put(
    siteId: string,
    endpoint: Pick<Endpoint, 'extension' | 'kind' | 'label'>,
    credential: Credential | undefined,
    ifVersion: number | undefined,
  ): Promise<StoredEndpoint>
  remove(
    siteId: string,
    extension: string,
    ifVersion: number | undefined,
  ): Promise<'removed' | 'unknown' | 'conflict'>
  /** Of all phones; one whose digest can't be opened is left out. */
  credentials(siteId: string): Promise<readonly Credential[]>
}

/** `written`: the switch knows. `pending`: it will, soon. `none`: no directory is configured. */
export type InDirectory = 'written' | 'pending' | 'none'

export type PutEndpoint =
  | {
      readonly type: 'stored'
      readonly endpoint: Endpoint
      readonly isNew: boolean
      /** Made here, or given: shown this once. Null: it wasn't changed. */
      readonly password: string | null
      readonly inDirectory: InDirectory
    }
  | { readonly type: 'conflict' | 'full' | 'unknown' }
  /** The switch's directory holds a phone of this extension that somebody wrote by hand. */
  | { readonly type: 'foreign' }

/** What the API asks of whoever keeps phones. Rejects as the store's ports do. */
export interface EndpointDesk {
  list(limit: number, afterExtension?: string): Promise<readonly Endpoint[]>
  get(extension: string): Promise<Endpoint | undefined>
  /** `password` null: one is made for a phone that is created, and a phone that is there keeps its own. */
  put(
    endpoint: Pick<Endpoint, 'extension' | 'kind' | 'label'>,
    password: string | null,
    ifVersion: number | undefined,
  ): Promise<PutEndpoint>
  /** Another password; null: one is made. */
  rotate(extension: string, password: string | null, ifVersion: number | undefined): Promise<PutEndpoint>
  remove(extension: string, ifVersion: number | undefined): Promise<'removed' | 'unknown' | 'conflict'>
}

/** Keeps the switch's directory at what the database says. */
export interface PhoneKeeper {
  /** Begins to bring what has changed in the database, and waits a little for it. */
  changed(): Promise<InDirectory>
  /** How far that has come. */
  settled(): Promise<InDirectory>
  /** Whether somebody else wrote a phone of this extension into the directory. Rejects when nobody can tell. */
  isForeign(extension: string): Promise<boolean>
}

/** The switch's static directory. */
export interface PhoneDirectory {
  /** Whether somebody else wrote a phone of this extension. */
  isForeign(extension: string): Promise<boolean>
  /**
   * Makes it hold these phones beside those that others wrote. `keep`: extensions whose files stay as they are. Rejects
   * when the folder can't be written; what was done by then stays.
   */
  bring(credentials: readonly Credential[], keep?: ReadonlySet<string>): Promise<DirectoryChanges>
}

export interface DirectoryChanges {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  /** Wanted here, and written by somebody else: left alone. */
  readonly foreign: readonly string[]
}
