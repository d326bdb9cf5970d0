/** What `auto` and relative paths stand for on this machine. */
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Path } from '../lib/fault.ts'
import type { Places } from '../lib/yaml-validate.ts'
import type { ConfigValues } from './schema.ts'

/** The machine, as far as defaults depend on it. */
export interface Machine {
  readonly uid: number
  readonly homeDirectory: string
  readonly hostName: string
}

/**
 * Values with every path absolute and nothing left to be worked out. Paths to things that belong beside a file are
 * relative to the file in which they stand; `fallbackFolder` is for those that stand in none.
 */
export function resolveValues(
  values: ConfigValues,
  places: Places,
  machine: Machine,
  fallbackFolder: string,
): ConfigValues {
  const dataDir = values.dataDir === 'auto' ? defaultDataDir(machine) : resolve(values.dataDir)
  const within = (path: string) => resolve(dataDir, path)
  const withinOrNull = (path: string | null) => (path === null ? null : within(path))
  const beside = (path: string, at: Path) => {
    if (isAbsolute(path)) return path
    const file = /^(.+):\d+:\d+$/.exec(places.placeOf(at))?.[1]
    return resolve(file === undefined ? fallbackFolder : dirname(file), path)
  }
  const { database, redis, secrets, prompts, flows, his, speech, recording, keyService, internal } = values
  return {
    ...values,
    controllerId: values.controllerId === 'auto' ? slug(machine.hostName) : values.controllerId,
    dataDir,
    seedFile: beside(values.seedFile, ['seedFile']),
    database: { ...database, passwordFile: withinOrNull(database.passwordFile) },
    redis: { ...redis, passwordFile: withinOrNull(redis.passwordFile) },
    localJournal: { ...values.localJournal, directory: within(values.localJournal.directory) },
    switches: values.switches.map((node) => ({
      ...node,
      passwordFile: within(node.passwordFile),
      spoolDir: withinOrNull(node.spoolDir === 'auto' ? spoolOf(node.nodeId, values) : node.spoolDir),
      tunnel: node.tunnel && {
        ...node.tunnel,
        certificateFile: withinOrNull(node.tunnel.certificateFile),
        keyFile: withinOrNull(node.tunnel.keyFile),
        passphraseFile: withinOrNull(node.tunnel.passphraseFile),
        authorityFile: withinOrNull(node.tunnel.authorityFile),
      },
    })),
    secrets: {
      apiTokenFile: within(secrets.apiTokenFile),
      hashKeyFile: within(secrets.hashKeyFile),
      masterKeyFile: within(secrets.masterKeyFile),
    },
    prompts: {
      ...prompts,
      textsFile: beside(prompts.textsFile, ['prompts', 'textsFile']),
      directory: within(prompts.directory),
    },
    flows: {
      ...flows,
      directory: beside(flows.directory, ['flows', 'directory']),
      calendarsFile: beside(flows.calendarsFile, ['flows', 'calendarsFile']),
    },
    his: {
      sources: Object.fromEntries(
        Object.entries(his.sources).map(([name, source]) => {
          return [name, { ...source, tokenFile: withinOrNull(source.tokenFile) }]
        }),
      ),
    },
    speech: {
      ...speech,
      tokenFile: withinOrNull(speech.tokenFile),
      directory: within(speech.directory),
    },
    endpoints: { ...values.endpoints, directory: withinOrNull(values.endpoints.directory) },
    recording: {
      ...recording,
      spoolDir: within(recording.spoolDir),
      stageDir: within(recording.stageDir),
      storeDir: within(recording.storeDir),
      sealToFile: within(recording.sealToFile),
      escrowFile: within(recording.escrowFile),
    },
    internal: {
      ...internal,
      advertise: internal.advertise ?? internal.address,
      certificateFile: within(internal.certificateFile),
      keyFile: within(internal.keyFile),
      authorityFile: within(internal.authorityFile),
      passphraseFile: withinOrNull(internal.passphraseFile),
    },
    keyService: {
      ...keyService,
      certificateFile: within(keyService.certificateFile),
      keyFile: within(keyService.keyFile),
      authorityFile: within(keyService.authorityFile),
      permitKeyFile: within(keyService.permitKeyFile),
      passphraseFile: within(keyService.passphraseFile),
    },
  }
}

/** Several switches share no spool. */
function spoolOf(nodeId: string, { switches, recording: { spoolDir } }: ConfigValues): string {
  return switches.length === 1 ? spoolDir : join(spoolDir, nodeId)
}

/** Never the checkout: data outlives it. */
function defaultDataDir(machine: Machine): string {
  return machine.uid === 0 ? '/var/lib/cti-bridge' : join(machine.homeDirectory, '.local/share/cti-bridge')
}

function slug(hostName: string): string {
  const plain = hostName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return plain === '' || plain === 'auto' ? 'controller' : plain
}
