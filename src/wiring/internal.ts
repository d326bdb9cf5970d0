/** The way between processes: to whoever owns a site, and from others to the owners here. */
import { ulid } from 'ulid'
import { createInternalClient } from '../adapters/internal/client.ts'
import { createCredentials } from '../adapters/internal/credentials.ts'
import { createInternalServer } from '../adapters/internal/server.ts'
import { internalAddress } from '../configuration/internal-address.ts'
import type { SiteGateway } from '../runtime/gateway.ts'
import { createOwnerFinder } from '../runtime/owner-finder.ts'
import { rememberCommands } from '../runtime/remembered-commands.ts'
import { type Reach, remoteGateway } from '../runtime/remote-gateway.ts'
import type { AskSite } from '../runtime/site-questions.ts'
import type { Shared } from './shared.ts'

export interface InternalOptions {
  readonly shared: Shared
  /** This process's own, without a way to others. */
  readonly gateway: SiteGateway
  readonly ask: AskSite
}

export interface Internal extends Reach {
  /** Listens for other processes, where an address is configured. Rejects when that can't be had. */
  listen(): Promise<void>
  close(): Promise<void>
}

export function wireInternal({ shared, gateway, ask }: InternalOptions): Internal {
  const { config, store, clock, owners, log } = shared
  const { address, port } = config.internal
  const credentials = createCredentials(config.internal, log)
  const client = createInternalClient({ credentials, log })
  const server = createInternalServer({
    credentials,
    dispatch: rememberCommands({
      gateway,
      epochOf: (siteId) => owners.get(siteId)?.state?.epoch,
      clock,
    }),
    ask,
    log,
  })
  let listening = false
  return {
    ...remoteGateway({
      local: gateway,
      localAnswers: ask,
      finder: createOwnerFinder({ views: store.views, log }),
      calls: client,
      ownAddress: internalAddress(config),
      newKey: () => ulid(),
      clock,
    }),
    async listen() {
      if (address === null) return
      const bound = await server.listen(address, port)
      listening = true
      log.info({ address, port: bound }, 'other processes may ask for this one’s sites')
    },
    async close() {
      if (listening) await server.close()
      client.close()
    },
  }
}
