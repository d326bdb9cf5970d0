/** The switches that run beside a test's system, not as its children: so that a test may kill and restart them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FALLBACK_EXTENSION } from '../../src/trial/extensions.ts'
import { openSecrets } from '../../src/trial/secrets.ts'
import { type EventSocketAccess, SERVICE_NUMBER } from '../../src/trial/trial.ts'
import { freeswitchPrefix, startFreeswitch } from './freeswitch.ts'
import type { Peer } from './phone/index.ts'
import { startSoftswitch } from './softswitch.ts'
import type { SystemOptions } from './system.ts'
import { PATIENT, type TestSwitch } from './test-switch.ts'

export interface OutsideSwitch {
  readonly node: TestSwitch
  readonly access: EventSocketAccess
}

/** A FreeSWITCH of the test's own when one is given, with the trial's extensions and secrets; else the embedded one if asked for. */
export async function outsideSwitch(
  {
    embeddedOnly,
    switchOutside,
    throughProxy,
    throughTunnel,
    nodes = 1,
    extensions = [],
    moreServiceNumbers = [],
    freeswitchSettings,
    freeswitchConf,
    deliveredPatience,
  }: SystemOptions,
  dataDir: string,
  musicDir: string,
  outgoingPeer: Peer | undefined,
  number: number,
): Promise<OutsideSwitch | undefined> {
  const prefix = embeddedOnly ? undefined : freeswitchPrefix()
  if (prefix === undefined && !switchOutside && !throughProxy && !throughTunnel && nodes === 1)
    return undefined
  const secrets = openSecrets(dataDir)
  const users = [...new Set([...EXTENSIONS, ...extensions])].map((extension) => {
    return { extension, name: extension, password: secrets.value(`extension-${extension}`) }
  })
  const settings = {
    users,
    serviceNumbers: [SERVICE_NUMBER, ...moreServiceNumbers],
    fallbackTargets: [FALLBACK_EXTENSION],
    ...(deliveredPatience ? {} : { patience: PATIENT }),
    trunkAcl: ['127.0.0.1/32'],
    soundsDir: join(dataDir, 'prompts'),
    musicDir,
    ...(outgoingPeer ? { outgoingPeer } : {}),
  }
  const node =
    prefix === undefined
      ? await startSoftswitch(settings)
      : await startFreeswitch({
          prefix,
          ...settings,
          ...(freeswitchSettings ? { settings: freeswitchSettings } : {}),
          ...(freeswitchConf ? { confDir: freeswitchConf } : {}),
        })
  const passwordFile = join(dataDir, 'secrets', `outside-switch-password-${number}`)
  writeFileSync(passwordFile, node.eventSocketPassword, { mode: 0o600 })
  return { node, access: { eventSocketPort: node.eventSocketPort, passwordFile } }
}

/** Those of the seed and of the trial. */
const EXTENSIONS = ['1001', '1002', '1003', '1004', FALLBACK_EXTENSION, '2001', '2002']
