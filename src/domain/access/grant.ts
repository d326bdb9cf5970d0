/** What an API key gives to whoever holds it, and whether somebody may give that away. */
import type { AgentId, QueueId, SiteId } from '../ids.ts'
import { covers, type Reach } from './reach.ts'
import { isOfTheWholeSite, type Role, scopesOf } from './roles.ts'
import type { Scope } from './scopes.ts'

export interface KeyGrant {
  readonly roles: readonly Role[]
  /** Null: all scopes of the roles; else only these of them. */
  readonly scopes: readonly Scope[] | null
  /** Null: every site that this database serves. */
  readonly siteIds: readonly SiteId[] | null
  /** Null: not narrowed to queues. */
  readonly queueIds: readonly QueueId[] | null
  /** Who it is that holds a key of role `agent`. */
  readonly agentId: AgentId | null
}

/** What a client may do, and to whom. */
export interface Rights {
  readonly scopes: readonly Scope[]
  readonly siteIds: readonly string[] | null
  readonly reach: Reach
}

/** An agent's key reaches the agent's own, and with another role beside it what that role reaches too. */
export function rightsOf({ roles, scopes, siteIds, queueIds, agentId }: KeyGrant): Rights {
  const onlyAgent = roles.every((role) => role === 'agent')
  return {
    scopes: scopesOf(roles, scopes),
    siteIds,
    reach: { queueIds: onlyAgent ? (queueIds ?? []) : queueIds, agentId },
  }
}

/** Where in a grant a fault is, and what is wrong there. */
export interface GrantFault {
  readonly member: 'roles' | 'scopes' | 'siteIds' | 'queueIds' | 'agentId'
  readonly message: string
}

/** What is wrong with the grant itself; undefined when nothing is. */
export function grantFault(grant: KeyGrant): GrantFault | undefined {
  const { roles, scopes, queueIds, agentId } = grant
  const isAgents = roles.includes('agent')
  if (isAgents && agentId === null)
    return { member: 'agentId', message: 'needed for the role agent: whose calls these are' }
  if (!isAgents && agentId !== null) return { member: 'agentId', message: 'only for the role agent' }
  if (isAgents && roles.length === 1 && queueIds !== null)
    return {
      member: 'queueIds',
      message: 'not for the role agent, whose queues are those that the agent serves',
    }
  const ofRoles = scopesOf(roles, null)
  const foreign = scopes?.find((scope) => !ofRoles.includes(scope))
  if (foreign !== undefined) return { member: 'scopes', message: `${foreign} is in none of the roles` }
  const rights = rightsOf(grant)
  if (rights.scopes.length === 0) return { member: 'scopes', message: 'nothing is left that it lets do' }
  const whole = rights.scopes.find(isOfTheWholeSite)
  if (rights.reach.queueIds !== null && whole !== undefined)
    return { member: 'queueIds', message: `${whole} can’t be narrowed to queues: name \`scopes\` without it` }
  return undefined
}

/** What of a grant its giver doesn't have; undefined when it may be given. */
export function beyond(giver: Rights, grant: KeyGrant): GrantFault | undefined {
  const wanted = rightsOf(grant)
  const scope = wanted.scopes.find((each) => !giver.scopes.includes(each))
  if (scope !== undefined) return { member: 'roles', message: `you don’t have ${scope} yourself` }
  const site = wanted.siteIds?.find((each) => giver.siteIds !== null && !giver.siteIds.includes(each))
  if (giver.siteIds !== null && (wanted.siteIds === null || site !== undefined))
    return { member: 'siteIds', message: 'you don’t reach all of these sites yourself' }
  if (!covers(giver.reach, wanted.reach))
    return { member: 'queueIds', message: 'you don’t reach all of this yourself' }
  return undefined
}
