/** Whether a process can do the work of its roles. */
import type { Readiness, ReadinessCheck } from '../adapters/http/deps.ts'
import type { RedisStore } from '../adapters/redis/create-redis.ts'
import type { Store } from '../adapters/store/create-store.ts'
import type { Role } from '../configuration/schema.ts'
import type { SiteOwner } from '../runtime/site-owner.ts'
import type { AskSite } from '../runtime/site-questions.ts'

export interface ReadinessOptions {
  readonly siteId: string
  readonly roles: ReadonlySet<Role>
  /** This process's own; undefined without the role of a controller. */
  readonly owner: SiteOwner | undefined
  /** Whether another process may be the owner, and can be asked. */
  readonly hasOthers: boolean
  readonly ask: AskSite
  readonly store: Pick<Store, 'ready'>
  readonly redis: Pick<RedisStore, 'ready'>
}

const check = (ok: boolean, detail: string) => (ok ? { ok } : { ok, detail })

export function readinessOf(options: ReadinessOptions): () => Promise<Readiness> {
  const { siteId, roles, owner, hasOthers, ask, store, redis } = options
  // An API serves whoever owns the site; a controller by itself is of use when it does.
  const asks = hasOthers && (roles.has('api') || (roles.has('recorder') && !roles.has('controller')))

  async function ownerChecks(): Promise<Pick<Readiness, 'owner' | 'switch'>> {
    if (asks && !owner?.owned) {
      const answers = (await ask(siteId, { what: 'figures' })) !== undefined
      return { owner: check(answers, 'no process that owns the site can be reached') }
    }
    if (!owner) return {}
    return {
      owner: check(owner.owned, 'this process does not own the site at the moment'),
      switch: check(owner.switchesReady, 'no switch is connected'),
    }
  }

  return async () => {
    const [{ owner: owning, ...rest }, database, lease] = await Promise.all([
      ownerChecks(),
      store.ready(),
      redis.ready(),
    ])
    return {
      ...(owning && { owner: owning }),
      database: check(database.type === 'ready', 'the database does not answer, or has another shape'),
      redis: check(lease.type === 'ready', 'Redis does not answer'),
      ...rest,
    }
  }
}

/**
 * Of a process with several sites. Where it can't ask others, it is of use as soon as it owns one of them. A detail names
 * the site.
 */
export function readinessOfAll(
  sites: readonly { readonly siteId: string; readonly readiness: () => Promise<Readiness> }[],
  asksOthers: boolean,
): () => Promise<Readiness> {
  const [only] = sites
  if (only && sites.length === 1) return only.readiness
  return async () => {
    const all = await Promise.all(
      sites.map(async ({ siteId, readiness }) => ({ siteId, checks: await readiness() })),
    )
    const owned = all.filter(({ checks }) => checks.owner?.ok !== false)
    const worst = (name: keyof Readiness, of: typeof all): ReadinessCheck => {
      const failed = of.find(({ checks }) => checks[name]?.ok === false)
      return failed
        ? { ok: false, detail: `${failed.siteId}: ${failed.checks[name]?.detail ?? ''}` }
        : { ok: true }
    }
    const has = (name: keyof Readiness) => all.some(({ checks }) => checks[name] !== undefined)
    return {
      ...(has('owner') && { owner: worst('owner', asksOthers || owned.length === 0 ? all : owned) }),
      database: worst('database', all),
      redis: worst('redis', all),
      ...(has('switch') && { switch: worst('switch', owned.length === 0 ? all : owned) }),
    }
  }
}
