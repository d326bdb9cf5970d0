import { z } from 'zod'
import { type Checked, faultLines } from '../lib/fault.ts'
import { readSecretFile } from '../lib/secret-file.ts'
import { parseYaml, readYaml, type YamlSource } from '../lib/yaml-source.ts'
import { validate } from '../lib/yaml-validate.ts'
import { rule } from '../lib/zod-parts.ts'

const loopback = z
  .string()
  .regex(/^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|localhost)$/, 'an address of this host only: 127.x.x.x or ::1')
const ipv4 = z.ipv4('an IPv4 address')
const port = z.int().min(0).max(65_535)
const extensionNumber = z.string().regex(/^[A-Za-z0-9_.-]{1,32}$/, '1 to 32 letters, digits, _ . -')
const host = z.string().regex(/^[A-Za-z0-9.-]{1,253}$/, 'a host name or IPv4 address')

const serviceNumber = z
  .string()
  .max(200)
  .refine(isNumberOrPattern, { error: 'a number, or a regular expression that begins with ^' })

const limits = z.strictObject({
  /** Channels at once; more are refused with 503. */
  maxChannels: z.int().min(1).max(10_000).default(1000),
  /** Event-socket clients at once. */
  maxClients: z.int().min(1).max(1000).default(50),
  /** Bytes of one command without its body, and of a body. */
  maxCommandBytes: z.int().min(1024).max(10_485_760).default(65_536),
  maxBodyBytes: z.int().min(1024).max(16_777_216).default(1_048_576),
  /** Events that wait for a client that doesn't read. */
  maxQueuedEvents: z.int().min(1).max(100_000).default(20_000),
  maxQueuedCommands: z.int().min(1).max(100_000).default(10_000),
})

const fallback = z.strictObject({
  targets: z.array(z.string().regex(/^[A-Za-z0-9_.@:;=+-]{1,200}$/, 'an extension or a SIP URI')).default([]),
  order: z.enum(['all', 'order']).default('all'),
  ringMs: z.int().min(1000).max(300_000).default(30_000),
  prompt: z.string().max(500).default(''),
  rounds: z.int().min(1).max(10_000).default(1200),
})

/** When callers go to the fallback. The service reckons with these times: it drops what it couldn't order in 2.5 s. */
const controller = z.strictObject({
  /** Seconds without a word of the controller until it is held to be gone. */
  silentSeconds: z.int().min(3).max(3600).default(3),
  /** Seconds that a new call waits for the controller to take it. */
  unclaimedSeconds: z.int().min(4).max(3600).default(4),
})

/** `config` of the development switch; README.md has an example of each key. */
export const softswitchSchema = z.strictObject({
  sip: z
    .strictObject({
      address: ipv4.default('127.0.0.1'),
      port: port.default(5060),
      advertisedAddress: ipv4.optional(),
    })
    .prefault({}),
  rtp: z
    .strictObject({ from: z.int().min(1024).max(65_534), to: z.int().min(1025).max(65_535) })
    .refine((r) => r.to - r.from >= 2, rule('rtp.to must be at least 2 more than rtp.from'))
    .default({ from: 16_384, to: 32_766 }),
  domain: host.default('cti.local'),
  extensions: z
    .array(
      z.strictObject({
        extension: extensionNumber,
        password: z.string().min(1).max(200),
        name: z.string().max(100).default(''),
      }),
    )
    .max(5000)
    .refine(
      (all) => new Set(all.map((e) => e.extension)).size === all.length,
      rule('two extensions are the same', Array.isArray),
    )
    .default([]),
  /** Addresses and CIDR blocks whose calls need no digest. */
  trunks: z.array(z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, 'an address or CIDR block')).default([]),
  /** Where calls to numbers outside go. */
  gateways: z
    .array(z.strictObject({ name: extensionNumber, host, port: port.default(5060) }))
    .max(100)
    .default([]),
  outsideNumbers: z
    .string()
    .refine(isPattern, { error: 'a regular expression' })
    .default('^\\d{3}$|^\\d{5,15}$'),
  serviceNumbers: z.array(serviceNumber).default(['8000']),
  fallback: fallback.prefault({}),
  controller: controller.prefault({}),
  eventSocket: z
    .strictObject({
      address: loopback.default('127.0.0.1'),
      port: port.default(8021),
      password: z.string().min(1).max(200).optional(),
      passwordFile: z.string().min(1).optional(),
    })
    .refine(
      (e) => (e.password === undefined) !== (e.passwordFile === undefined),
      rule('either password or passwordFile must be given'),
    ),
  /** The directories from which files are played; empty: any. */
  soundsDirs: z.array(z.string().regex(/^\//, 'an absolute path')).default([]),
  musicDir: z.string().regex(/^\//, 'an absolute path').optional(),
  limits: limits.prefault({}),
  heartbeatSeconds: z.int().min(1).max(3600).default(5),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** What the switch is started with; the event socket's password is read already. */
export type SoftswitchConfig = Omit<z.output<typeof softswitchSchema>, 'eventSocket'> & {
  readonly eventSocket: { readonly address: string; readonly port: number; readonly password: string }
}

/** What a file or a test may leave out. */
export type SoftswitchInput = z.input<typeof softswitchSchema>

/** Reads and checks a file in YAML or JSON. All faults come at once, each with its place. */
export function readConfig(file: string): Checked<SoftswitchConfig> {
  const source = readYaml(file)
  return source.ok ? check(source.value) : source
}

/** Checks settings given in the program; throws, since they are part of it. */
export function configOf(input: SoftswitchInput): SoftswitchConfig {
  const source = parseYaml(JSON.stringify(input), 'softswitch')
  const checked = source.ok ? check(source.value) : source
  if (!checked.ok) throw new Error(faultLines(checked.faults))
  return checked.value
}

function check(source: YamlSource): Checked<SoftswitchConfig> {
  const checked = validate(source.value, softswitchSchema, source)
  if (!checked.ok) return checked
  const { password, passwordFile, ...socket } = checked.value.eventSocket
  if (passwordFile === undefined) {
    return { ok: true, value: { ...checked.value, eventSocket: { ...socket, password: password ?? '' } } }
  }
  const read = readSecretFile(passwordFile)
  if (!read.ok) {
    const path = ['eventSocket', 'passwordFile']
    return {
      ok: false,
      faults: [{ place: source.placeOf(path), path: path.join('.'), message: read.reason }],
    }
  }
  return { ok: true, value: { ...checked.value, eventSocket: { ...socket, password: read.value } } }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

function isNumberOrPattern(text: string): boolean {
  return text.startsWith('^') ? isPattern(text) : /^[A-Za-z0-9+*#_.-]{1,64}$/.test(text)
}
