/** What a trial tells its service by variables. */
import type { TrialKeyService } from './key-service.ts'
import type { TrialPostgres } from './postgres.ts'
import type { TrialRedis } from './redis.ts'
import type { Spool } from './spool.ts'

export interface EventSocketAccess {
  readonly eventSocketPort: number
  readonly passwordFile: string
}

export interface EnvironmentOptions {
  readonly httpPort: number
  /** The user's CTI_* variables; what the trial must set itself wins over them. */
  readonly settings?: Readonly<Record<string, string>>
  /** Switches that run already, in the embedded one's place: node_a, node_b and so on. */
  readonly otherSwitches?: readonly EventSocketAccess[]
  /** Each switch is a site of its own: site_main, site_b and so on. */
  readonly siteEach?: boolean
}

export function environment(
  { httpPort, otherSwitches, siteEach, settings = {} }: EnvironmentOptions,
  dataDir: string,
  postgres: TrialPostgres,
  redis: TrialRedis,
  eventSockets: readonly EventSocketAccess[],
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|LANG|LC_.*|TZ)$/.test(name))
  const nodes = eventSockets.map(({ eventSocketPort, passwordFile }, index) => ({
    nodeId: `node_${String.fromCharCode(FIRST_LETTER + index)}`,
    host: '127.0.0.1',
    port: eventSocketPort,
    passwordFile,
    // The embedded switch sends events at once.
    pokeAlways: otherSwitches !== undefined,
  }))
  return {
    ...Object.fromEntries(inherited.map(([name, value]) => [name, value ?? ''])),
    CTI_RECORDING_ENABLED: 'true',
    // scripts/webhook-receiver, on this machine.
    CTI_WEBHOOKS_ALLOW: '127.0.0.1',
    // One machine carries it all, databases, switch and whoever tries it out: that it is late now and then is no overload.
    CTI_ADMISSION_EVENT_LOOP_MS: '10000',
    CTI_ADMISSION_LAG_MS: '10000',
    CTI_ADMISSION_APPEND_MS: '10000',
    ...settings,
    // The trial reads its lines, and waits for one of level info.
    CTI_LOG_LEVEL: settings['CTI_LOG_LEVEL'] === 'debug' ? 'debug' : 'info',
    CTI_LOG_PRETTY: 'false',
    CTI_DATA_DIR: dataDir,
    CTI_CONTROLLER_ID: 'trial',
    CTI_HTTP_PORT: String(httpPort),
    CTI_DATABASE_HOST: postgres.host,
    CTI_DATABASE_PORT: String(postgres.port),
    CTI_REDIS_HOST: redis.host,
    CTI_REDIS_PORT: String(redis.port),
    CTI_SWITCHES: JSON.stringify(nodes),
    ...(siteEach ? { CTI_SITES: JSON.stringify(nodes.map(siteOf)) } : {}),
  }
}

const FIRST_LETTER = 'a'.charCodeAt(0)

function siteOf(node: { readonly nodeId: string }, index: number): object {
  return { siteId: index === 0 ? 'site_main' : node.nodeId.replace('node', 'site'), switches: [node] }
}

/** Certificates and keys lie where the configuration looks for them by itself. */
export function recordingEnvironment(spool: Spool, keyService: TrialKeyService): Record<string, string> {
  return {
    CTI_RECORDING_SPOOL_DIR: spool.directory,
    // A trial may run where there is no tmpfs; the recorder warns.
    CTI_RECORDING_SPOOL_MUST_BE_TMPFS: 'false',
    CTI_KEY_SERVICE_URL: keyService.url,
  }
}
