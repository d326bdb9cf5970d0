/** Every key of the configuration with its default. `config/cti-bridge.yaml` says the same in comments and values. */
import { z } from 'zod'
import { parseFlowId, parseNodeId, parseSiteId } from '../domain/ids.ts'
import { isLoopback } from '../lib/loopback.ts'
import { id, rule } from '../lib/zod-parts.ts'

const port = z.number().int().min(0).max(65_535)
const peerPort = z.number().int().min(1).max(65_535)
const host = z.string().regex(/^[0-9A-Za-z._:-]{1,253}$/, 'a host name or an IP address')
const path = z.string().regex(/^[^\0\r\n]{1,1000}$/, 'a path')
const durationMs = (min: number, max: number) => z.number().int().min(min).max(max)
const word = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/, 'a name (letters, digits, _ and -)')
const language = z.enum(['zh', 'en'])
const promptName = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a prompt name (lower-case letters, digits, single hyphens)')
  .max(60)
const calledNumber = z
  .string()
  .regex(/^\+?[0-9*#]{1,20}$/, 'a called number: digits, an optional + before them')
const httpAddress = z
  .string()
  .max(500)
  .refine(isHttpAddress, 'http://HOST:PORT/PATH or https://…, without a name, a password, ? or #')

/** How the event socket of a node on another machine is reached; without files, a tunnel that is there already. */
const tunnel = z
  .strictObject({
    name: z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$/, 'a name (letters, digits, ., _ and -)'),
    certificateFile: path.nullable().default(null),
    keyFile: path.nullable().default(null),
    passphraseFile: path.nullable().default(null),
    authorityFile: path.nullable().default(null),
    serverName: host.nullable().default(null),
  })
  .refine(
    ({ certificateFile, keyFile, authorityFile }) =>
      new Set([certificateFile, keyFile, authorityFile].map((file) => typeof file === 'string')).size === 1,
    rule('our own tunnel needs certificateFile, keyFile and authorityFile; one that you make needs none'),
  )
  .refine(
    (own) => own.certificateFile !== null || (own.passphraseFile === null && own.serverName === null),
    rule('passphraseFile and serverName mean nothing without certificates'),
  )

const switchNode = z
  .strictObject({
    nodeId: id(parseNodeId),
    host: host.default('127.0.0.1'),
    port: peerPort.default(8021),
    passwordFile: path.default('secrets/event-socket-password'),
    pokeAlways: z.boolean().default(true),
    /** Resolved: a path, or null where this machine doesn't see what the switch writes. */
    spoolDir: path.nullable().default('auto'),
    tunnel: tunnel.nullable().default(null),
  })
  .refine(
    (own) => typeof own.host !== 'string' || isLoopback(own.host) || own.tunnel !== null,
    rule(
      'the event socket is clear text, and this host is another machine: name a tunnel (tunnel: { name: … }, with ' +
        'certificates for our own TLS; config/OPERATIONS.md, "A switch on another machine")',
      undefined,
      ['host'],
    ),
  )

const switchHealth = z.strictObject({
  slowMs: durationMs(10, 2_000).default(250),
  fullPercent: z.number().int().min(20).max(100).default(90),
})

const percent = (min: number) => z.number().int().min(min).max(100)
const admission = z.strictObject({
  eventLoopMs: durationMs(20, 60_000).default(250),
  lagMs: durationMs(100, 60_000).default(1_000),
  appendMs: durationMs(20, 60_000).default(500),
  spillPercent: percent(1).default(80),
  maxCalls: z.number().int().min(1).max(100_000).default(5_000),
  sessionPercent: percent(1).default(95),
  quietMs: durationMs(0, 600_000).default(5_000),
  prompts: z.array(promptName).min(1).max(5).default(['system-busy']),
  urgentNumbers: z.array(calledNumber).max(1_000).default([]),
})

const requests = z.number().int().min(1).max(1_000_000)
const rateLimits = z.strictObject({
  windowMs: durationMs(1_000, 600_000).default(10_000),
  reads: requests.default(3_000),
  commands: requests.default(1_000),
  urgent: requests.default(1_000),
  anonymous: requests.default(300),
})

const http = z.strictObject({
  address: host.default('127.0.0.1'),
  port: port.default(8080),
  requestTimeoutMs: durationMs(100, 120_000).default(15_000),
  rateLimits: rateLimits.prefault({}),
})

const database = z.strictObject({
  host: z.union([host, z.string().startsWith('/', 'a socket directory')]).default('127.0.0.1'),
  port: peerPort.default(5432),
  user: word.default('cti'),
  database: word.default('cti'),
  passwordFile: path.nullable().default('secrets/postgres-password'),
  poolSize: z.number().int().min(2).max(100).default(10),
  appendTimeoutMs: durationMs(20, 10_000).default(2000),
})

const redis = z.strictObject({
  host: host.default('127.0.0.1'),
  port: peerPort.default(6379),
  passwordFile: path.nullable().default('secrets/redis-password'),
})

/** Where facts go while PostgreSQL gives no answer. */
const localJournal = z.strictObject({
  directory: path.default('journal'),
  maxBytes: z.number().int().min(1_048_576).max(1_099_511_627_776).default(268_435_456),
  waitMs: durationMs(10, 10_000).default(250),
  emergencyWaitMs: durationMs(10, 10_000).default(50),
})

const lease = z
  .strictObject({
    ttlMs: durationMs(500, 60_000).default(2000),
    renewMs: durationMs(50, 30_000).default(500),
  })
  .refine(
    (own) => !(own.renewMs * 2 > own.ttlMs),
    rule('renewMs must be at most half of ttlMs: one renewal may get lost', undefined, ['renewMs']),
  )

const secrets = z.strictObject({
  apiTokenFile: path.default('secrets/api-token'),
  hashKeyFile: path.default('secrets/hash-key'),
  masterKeyFile: path.default('secrets/master-key'),
})

const prompts = z.strictObject({
  textsFile: path.default('prompts.yaml'),
  directory: path.default('prompts'),
  languages: z
    .array(language)
    .min(1)
    .refine((all) => new Set(all).size === all.length, 'each language once')
    .default(['zh', 'en']),
})

const flows = z.strictObject({
  directory: path.default('flows'),
  numbers: z.record(calledNumber, id(parseFlowId)).default({}),
  otherwise: id(parseFlowId).prefault('flow_hospital'),
  calendarsFile: path.default('calendars.yaml'),
})

const sourceName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_-]{0,39}$/, 'a name of a source: a small letter, then letters, digits, _ and -')
const source = z.strictObject({
  /** Null: not connected yet; flows that ask it go where a look-up fails. */
  url: httpAddress.nullable().default(null),
  tokenFile: path.nullable().default(null),
  timeoutMs: durationMs(100, 60_000).default(3_000),
})
const his = z.strictObject({ sources: z.record(sourceName, source).prefault({ his: {} }) })

const speech = z
  .strictObject({
    provider: z.enum(['espeak', 'http']).default('espeak'),
    url: httpAddress.nullable().default(null),
    tokenFile: path.nullable().default(null),
    timeoutMs: durationMs(100, 60_000).default(4_000),
    directory: path.default('speech'),
    cacheMegabytes: z.number().int().min(1).max(100_000).default(256),
  })
  .refine(
    (own) => own.provider !== 'http' || own.url !== null,
    rule('the provider http needs an address', undefined, ['url']),
  )

const endpoints = z.strictObject({
  directory: path.nullable().default(null),
  domain: z
    .string()
    .regex(/^(?=.{1,253}$)[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?$/, 'a SIP domain: cti.local')
    .default('cti.local'),
})

const routing = z.strictObject({
  ringMs: durationMs(1000, 120_000).default(20_000),
  wrapUpMs: durationMs(0, 3_600_000).default(15_000),
})

const recording = z.strictObject({
  enabled: z.boolean().default(false),
  inbound: z.boolean().default(true),
  outbound: z.boolean().default(true),
  spoolDir: path.default('/dev/shm/cti-bridge/spool'),
  spoolMustBeTmpfs: z.boolean().default(true),
  stageDir: path.default('stage'),
  storeDir: path.default('recordings'),
  sealToFile: path.default('keys/seal-to.pem'),
  escrowFile: path.default('keys/escrow.pem'),
})

const keyService = z.strictObject({
  url: z
    .string()
    .regex(/^https:\/\/[^\s/]{1,255}$/, 'https://HOST:PORT')
    .nullable()
    .default(null),
  certificateFile: path.default('keys/client.pem'),
  keyFile: path.default('keys/client.pem'),
  authorityFile: path.default('keys/ca.pem'),
  permitKeyFile: path.default('keys/permit-key.pem'),
  passphraseFile: path.default('keys/passphrase'),
})

const target = z
  .string()
  .regex(/^[0-9A-Za-z.:*/_-]{1,253}$/, 'a host name, *.DOMAIN, an address or a CIDR block')
/** What a process can be. */
export const ROLES = ['controller', 'api', 'worker', 'recorder'] as const
export type Role = (typeof ROLES)[number]

const role = z.string().transform((text, ctx): Role => {
  const found = ROLES.find((one) => one === text)
  if (found) return found
  const message = `one of ${ROLES.join(', ')}${text === 'edge' ? ' (this version has no SIP edge yet)' : ''}`
  ctx.addIssue({ code: 'custom', message })
  return z.NEVER
})
const roles = z
  .array(role)
  .min(1)
  .refine((all) => new Set(all).size === all.length, 'each role once')
  .default([...ROLES])

/** How processes of several roles or hosts reach each site's owner. */
const internal = z
  .strictObject({
    /** Null: this process listens to no other. */
    address: host.nullable().default(null),
    port: peerPort.default(8444),
    /** What others connect to. Resolved: `address` for null. */
    advertise: host.nullable().default(null),
    certificateFile: path.default('internal/peer.pem'),
    keyFile: path.default('internal/peer.pem'),
    authorityFile: path.default('internal/ca.pem'),
    /** Null: the key isn't encrypted. */
    passphraseFile: path.nullable().default('internal/passphrase'),
  })
  .refine(
    ({ address, advertise }) => !(advertise === null && (address === '0.0.0.0' || address === '::')),
    rule('with all interfaces others must be told to which name or address to connect', undefined, [
      'advertise',
    ]),
  )

const webhooks = z.strictObject({
  allow: z.array(target).max(1_000).default([]),
  timeoutMs: durationMs(100, 60_000).default(10_000),
  concurrency: z.number().int().min(1).max(200).default(20),
})

const access = z.strictObject({
  maxKeyDays: z.number().int().min(1).max(3_650).default(365),
})

const figures = z.strictObject({
  keepIntervalDays: z.number().int().min(8).max(3_660).default(100),
  keepDailyDays: z.number().int().min(31).max(36_600).default(1_100),
})

const stream = z.strictObject({
  maxReaders: z.number().int().min(1).max(10_000).default(500),
  ticketTtlMs: durationMs(1_000, 300_000).default(30_000),
})

const log = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  pretty: z.boolean().default(false),
})

/**
 * One of several sites. What it says is laid over the rest and checked with that (`sites.ts`); here it is only which keys
 * may differ from site to site, and which each must say itself.
 */
const site = z.strictObject({
  siteId: id(parseSiteId),
  switches: z.array(z.unknown()).min(1),
  seedFile: z.unknown().optional(),
  switchHealth: z.unknown().optional(),
  admission: z.unknown().optional(),
  prompts: z.unknown().optional(),
  flows: z.unknown().optional(),
  his: z.unknown().optional(),
  speech: z.unknown().optional(),
  endpoints: z.unknown().optional(),
  routing: z.unknown().optional(),
  recording: z.unknown().optional(),
})

export const configSchema = z.strictObject({
  siteId: id(parseSiteId).prefault('site_main'),
  /** Empty: the one that the rest describes. */
  sites: z.array(site).max(32).default([]),
  controllerId: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'auto, or lower-case letters, digits and hyphens')
    .default('auto'),
  dataDir: z
    .string()
    .regex(/^(?:auto|\/[^\0\r\n]{1,1000})$/, 'auto, or a path that begins with /')
    .default('auto'),
  seedFile: path.default('seed.yaml'),
  roles,
  internal: internal.prefault({}),
  http: http.prefault({}),
  database: database.prefault({}),
  redis: redis.prefault({}),
  lease: lease.prefault({}),
  localJournal: localJournal.prefault({}),
  switches: z
    .array(switchNode)
    .min(1)
    .max(64)
    .refine(
      (nodes) => new Set(nodes.map((node) => node?.nodeId)).size === nodes.length,
      rule('two switches have the same nodeId', Array.isArray),
    )
    .prefault([{ nodeId: 'node_a' }]),
  switchHealth: switchHealth.prefault({}),
  admission: admission.prefault({}),
  secrets: secrets.prefault({}),
  prompts: prompts.prefault({}),
  flows: flows.prefault({}),
  his: his.prefault({}),
  speech: speech.prefault({}),
  endpoints: endpoints.prefault({}),
  routing: routing.prefault({}),
  recording: recording.prefault({}),
  keyService: keyService.prefault({}),
  webhooks: webhooks.prefault({}),
  access: access.prefault({}),
  figures: figures.prefault({}),
  stream: stream.prefault({}),
  log: log.prefault({}),
})

/** Of one site. */
export type ConfigValues = Omit<z.output<typeof configSchema>, 'sites'>

function isHttpAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s?#@]+$/.test(text) || !URL.canParse(text)) return false
  return new URL(text).hostname !== ''
}
