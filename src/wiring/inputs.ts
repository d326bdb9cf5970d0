/** All that a process's roles need of files, read before anything is built; or every fault of it. */
import { parseMasterKey } from '../adapters/crypto/call-private.ts'
import { type AllowList, parseAllowList } from '../adapters/webhook/allow-list.ts'
import type { Config, ProcessConfig } from '../config.ts'
import { type Definitions, loadDefinitions } from '../configuration/definitions.ts'
import { speaksToOthers } from '../configuration/internal-address.ts'
import { recordingFaults } from '../configuration/recording-files.ts'
import { ROLES } from '../configuration/schema.ts'
import { readSecretFiles } from '../configuration/secret-files.ts'
import { readTunnelFiles } from '../configuration/tunnel-files.ts'
import { type Checked, type Fault, faultLine } from '../lib/fault.ts'
import type { Log } from '../lib/log.ts'
import { readClientMaterial } from '../lib/pki/client-material.ts'

export interface SiteInputs {
  readonly config: Config
  /** A controller's; undefined for other roles. */
  readonly definitions: Definitions | undefined
}

export interface Inputs {
  /** In the configuration's order: at least one. */
  readonly sites: readonly [SiteInputs, ...SiteInputs[]]
  /** By the name of its key in the configuration, or by node; empty where there is none. */
  readonly secret: (name: string) => string
  readonly masterKey: Buffer
  /** Where webhooks may go. */
  readonly allow: AllowList
}

const NONE: Checked<undefined> = { ok: true, value: undefined }

/** Reads and checks everything; what is doubtful only is logged. */
export function readInputs(config: ProcessConfig, log: Log): Checked<Inputs> {
  const roles = new Set(config.roles)
  const controls = roles.has('controller')
  const read = config.sites.map((site) => ({
    config: site,
    definitions: controls ? loadDefinitions(site) : NONE,
  }))
  const switches = controls ? config.sites.flatMap((site) => site.switches) : []
  const { masterKeyFile, hashKeyFile, apiTokenFile } = config.secrets
  const secrets = readSecretFiles({
    masterKeyFile,
    ...(controls || roles.has('api') ? { hashKeyFile } : {}),
    ...(roles.has('api') ? { apiTokenFile } : {}),
    ...(config.database.passwordFile === null ? {} : { database: config.database.passwordFile }),
    ...(config.redis.passwordFile === null ? {} : { redis: config.redis.passwordFile }),
    ...(config.keyService.url === null || !roles.has('api')
      ? {}
      : { keyService: config.keyService.passphraseFile }),
    ...Object.fromEntries(switches.map((node) => [node.nodeId, node.passwordFile])),
  })
  const parts = [...read.map(({ definitions }) => definitions), secrets]
  const faults: Fault[] = parts.flatMap((part) => (part.ok ? [] : part.faults))
  const tunnelFiles = readTunnelFiles({ switches })
  faults.push(
    ...tunnelFiles.faults,
    ...(roles.has('recorder') ? config.sites.flatMap((site) => recordingFaults(site)) : []),
  )
  const internal = speaksToOthers(config) ? readClientMaterial(config.internal) : undefined
  if (internal?.ok === false) {
    const message = `${internal.reason}; node dist/internal-certificates.js makes it`
    faults.push({ place: internal.file, path: 'internal', message })
  }
  const alone = lonelyController(config)
  if (alone?.isFault)
    faults.push({ place: 'configuration', path: 'internal.address', message: alone.message })
  else if (alone) log.warn({ roles: config.roles }, alone.message)
  const allow = parseAllowList(config.webhooks.allow)
  if (!allow.ok) {
    const message = `neither a host name, *.DOMAIN, an address nor a CIDR block: ${allow.wrong.join(', ')}`
    faults.push({ place: 'configuration', path: 'webhooks.allow', message })
  }
  const [first, ...others] = read.flatMap(({ config: own, definitions }) =>
    definitions.ok ? [{ config: own, definitions: definitions.value }] : [],
  )
  if (!first || !secrets.ok || !allow.ok || faults.length > 0) return { ok: false, faults: distinct(faults) }
  for (const { config: own, definitions } of [first, ...others]) {
    for (const fault of definitions?.doubts ?? []) {
      const doubt = { siteId: own.siteId, fault: faultLine(fault) }
      log.warn(doubt, 'a fault, unless the site has queues that its seed lacks')
    }
  }
  const openToOthers = [
    ...secrets.value.openToOthers,
    ...tunnelFiles.openToOthers,
    ...(internal?.ok ? internal.value.openToOthers : []),
  ]
  for (const file of openToOthers) {
    log.warn({ file }, 'this secret can be read by everybody on this machine: chmod 600')
  }
  const secret = (name: string) => secrets.value.values.get(name) ?? ''
  const masterKey = parseMasterKey(secret('masterKeyFile'))
  if (!masterKey) {
    const message = 'must hold 32 bytes in hex (64 digits)'
    return {
      ok: false,
      faults: [{ place: config.secrets.masterKeyFile, path: 'secrets.masterKeyFile', message }],
    }
  }
  return { ok: true, value: { sites: [first, ...others], secret, masterKey, allow: allow.list } }
}

/** A controller that no other process can ask, though it leaves to others what needs its sites. */
function lonelyController({
  roles,
  internal,
}: ProcessConfig): { isFault: boolean; message: string } | undefined {
  const elsewhere = ROLES.filter((role) => !roles.includes(role))
  if (!roles.includes('controller') || internal.address !== null || elsewhere.length === 0) return undefined
  const message = `processes with the roles ${elsewhere.join(', ')} can't reach this controller: internal.address is null`
  // Nobody could even log an agent on.
  return { isFault: elsewhere.includes('api'), message }
}

/** Several sites may read the same files. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [faultLine(fault), fault])).values()]
}
