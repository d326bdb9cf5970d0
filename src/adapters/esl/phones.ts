/** Tells a node that its directory of phones has changed. */
import type { EslClient } from './client.ts'

const RELOAD_MS = 10_000
const FLUSH_MS = 5_000
/** The profile at which phones register, in freeswitch-conf. */
const PROFILE = 'agents'

/**
 * Has the node read its directory, then forget the registrations of phones that are gone or have another password. They
 * would else be rung until they end. False when the node didn't read it.
 */
export async function readPhones(
  client: Pick<EslClient, 'api'>,
  forgotten: readonly { readonly extension: string; readonly domain: string }[],
): Promise<boolean> {
  const ask = (command: string, timeoutMs: number) =>
    new Promise<boolean>((resolve) =>
      client.api(command, { timeoutMs }, (result) => resolve(result.type === 'ok')),
    )
  if (!(await ask('reloadxml', RELOAD_MS))) return false
  // A phone that wasn't registered is no fault.
  for (const { extension, domain } of forgotten)
    await ask(`sofia profile ${PROFILE} flush_inbound_reg ${extension}@${domain}`, FLUSH_MS)
  return true
}
