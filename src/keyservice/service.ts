/** The key service in one piece: reads its keys, opens its log, listens, looks for changed files. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../lib/log.ts'
import { validityOf } from '../lib/pki/credential.ts'
import { dueAt } from '../lib/pki/renewal-time.ts'
import { takeProcessLock } from '../lib/process-lock.ts'
import type { KeyserviceConfig } from './config.ts'
import { type Material, materialStamp, readMaterial } from './material.ts'
import { createOpener } from './opener.ts'
import { type OpeningLog, openOpeningLog } from './opening-log.ts'
import { createRateLimit } from './rate-limit.ts'
import { createRefusalLog } from './refusal-log.ts'
import { createKeyServer } from './server.ts'
import { openUsedPermits } from './used-permits.ts'

export interface KeyService {
  readonly port: number
  /** Reads keys, certificates and lists again; what can't be read leaves the former in place. */
  reload(): Promise<void>
  close(): Promise<void>
}

export type KeyServiceStarted =
  | { readonly ok: true; readonly value: KeyService }
  /** Sentences for the person who starts it; they name the files. */
  | { readonly ok: false; readonly reasons: readonly string[] }

/** Lines for refusals a minute; the rest is counted. */
const REFUSAL_LINES_PER_MINUTE = 600

export async function startKeyService(config: KeyserviceConfig, log: Log): Promise<KeyServiceStarted> {
  const read = readMaterial(config)
  if (!read.ok) return read
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const lock = takeProcessLock(join(config.dataDir, 'lock'))
  if (lock.type === 'held') {
    return { ok: false, reasons: [`${config.dataDir}: the key service with process id ${lock.pid} has it`] }
  }
  if (lock.type === 'unavailable') return { ok: false, reasons: [lock.reason] }
  const releasers: (() => Promise<void> | void)[] = [lock.release]
  const release = async () => {
    for (const one of releasers.splice(0).reverse()) await one()
  }
  try {
    const usedFile = join(config.dataDir, 'used-permits')
    const opened = await openOpeningLog({ directory: join(config.dataDir, 'log'), now: () => new Date() })
    if (!opened.ok) {
      await release()
      return { ok: false, reasons: [brokenLog(opened.place, opened.fault)] }
    }
    releasers.push(() => opened.value.close())
    if (!opened.isNew && !existsSync(usedFile)) {
      log.warn({}, 'the list of used permits is gone: permits from before this start are refused')
    }
    return {
      ok: true,
      value: await run(config, read.value, opened.value, !opened.isNew, log, releasers, release),
    }
  } catch (error) {
    await release()
    throw error
  }
}

async function run(
  config: KeyserviceConfig,
  initial: Material,
  openings: OpeningLog,
  hasRunBefore: boolean,
  log: Log,
  releasers: (() => Promise<void> | void)[],
  release: () => Promise<void>,
): Promise<KeyService> {
  let material = initial
  const nowMs = () => performance.now()
  const clock = {
    nowSeconds: () => Date.now() / 1000,
    skewSeconds: config.clockSkewSeconds,
  }
  const usedPermits = await openUsedPermits({
    ...clock,
    file: join(config.dataDir, 'used-permits'),
    expected: hasRunBefore,
  })
  releasers.push(() => usedPermits.close())
  const refusals = createRefusalLog({
    write: (entry) => openings.write(entry),
    limit: createRateLimit(REFUSAL_LINES_PER_MINUTE, nowMs),
  })
  await openings.write({ type: 'started', ...keysOf(material) })
  releasers.push(async () => {
    await refusals.close()
    await openings.write({ type: 'stopped' })
  })
  const server = createKeyServer(material, {
    open: createOpener({
      ...clock,
      material: () => material,
      usedPermits,
      log: openings,
      perPerson: createRateLimit(config.limits.perPersonPerMinute, nowMs),
      total: createRateLimit(config.limits.perMinute, nowMs),
    }),
    state: () => stateOf(material, openings),
    clientRules: () => ({ clients: config.tls.clients, revoked: material.revoked }),
    noteRefusal: (refusal, client, claimed) => refusals.note(refusal, client, claimed),
    log,
  })
  releasers.push(() => server.close())
  const port = await server.listen(config.address, config.port)
  warnOf(material, config, log)

  let stamp = materialStamp(config)
  const reload = async () => {
    stamp = materialStamp(config)
    const again = readMaterial(config)
    if (!again.ok) {
      log.error({ reasons: again.reasons }, 'files not reloaded; the former stay in use')
      return
    }
    material = again.value
    server.renew(material)
    warnOf(material, config, log)
    await openings.write({ type: 'reloaded', ...keysOf(material) })
    log.info({}, 'files reloaded')
  }
  const timer = setInterval(() => {
    if (materialStamp(config) !== stamp) void reload()
  }, config.reloadSeconds * 1000)
  releasers.push(() => clearInterval(timer))
  return { port, reload, close: release }
}

function keysOf({ envelopeKeys, permitKeys }: Material): { envelopeKeys: string[]; permitKeys: string[] } {
  return { envelopeKeys: [...envelopeKeys.byId.keys()], permitKeys: [...permitKeys.keys()] }
}

/** For whoever watches it, and for the recorder, which seals to `sealTo`. */
function stateOf(material: Material, openings: OpeningLog): object {
  const { newest, byId } = material.envelopeKeys
  return {
    log: openings.head(),
    envelopeKeys: [...byId.keys()],
    sealTo: newest?.credential.certificate.toString(),
    sealToDueAt: newest === undefined ? undefined : dueAt(newest.credential.certificate).toISOString(),
    certificateExpiresAt: validityOf(material.server.certificate).notAfter.toISOString(),
    certificateDueAt: dueAt(material.server.certificate).toISOString(),
  }
}

function warnOf(material: Material, config: KeyserviceConfig, log: Log): void {
  for (const reason of material.faults) log.warn({ reason }, 'file passed over')
  if (config.passphraseOpen) log.warn({ file: config.passphraseFile }, 'others may read the passphrase')
  if (new Date() >= dueAt(material.server.certificate)) {
    log.warn(
      { expires: validityOf(material.server.certificate).notAfter },
      'the certificate is due for renewal',
    )
  }
}

function brokenLog(place: string, fault: string): string {
  return (
    `${place}: the log does not hold together (${fault}), so nothing is opened. ` +
    'Keep all its files as evidence, move them away, and start again.'
  )
}
