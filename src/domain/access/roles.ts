/** Roles: which scopes go together. A key has one role or several, and may be narrowed to some of their scopes. */
import { ALL_SCOPES, isAdministrative, type Scope } from './scopes.ts'

export const ROLES = ['agent', 'supervisor', 'quality', 'admin', 'auditor', 'integrator'] as const
export type Role = (typeof ROLES)[number]

/** What only somebody who answers for a person's listening or reading may do, and what watches over administrators. */
const NOT_FOR_ADMINS: readonly Scope[] = ['recordings:open', 'data:unmask', 'access:read']

/** An agent's reach is the agent's own: `reach.ts`. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  agent: [
    'calls:read',
    'calls:control',
    'agents:read',
    'agents:control',
    'queues:read',
    'records:read',
    'data:read',
    'data:write',
    'events:read',
  ],
  supervisor: [
    'calls:read',
    'calls:control',
    'agents:read',
    'agents:control',
    'agents:supervise',
    'queues:read',
    'recordings:read',
    'recordings:open',
    'records:read',
    'data:read',
    'data:write',
    'data:unmask',
    'events:read',
    'flows:read',
    'plans:read',
    'plans:switch',
    'broadcasts:send',
    'prompts:read',
    'numbers:read',
    'nodes:read',
  ],
  quality: [
    'calls:read',
    'agents:read',
    'queues:read',
    'recordings:read',
    'recordings:open',
    'records:read',
    'data:read',
  ],
  admin: ALL_SCOPES.filter((scope) => !NOT_FOR_ADMINS.includes(scope)),
  auditor: [
    'access:read',
    'calls:read',
    'agents:read',
    'queues:read',
    'recordings:read',
    'records:read',
    'flows:read',
    'plans:read',
    'prompts:read',
    'numbers:read',
    'endpoints:read',
    'nodes:read',
    'metrics:read',
  ],
  integrator: [
    'calls:read',
    'calls:control',
    'agents:read',
    'agents:control',
    'queues:read',
    'recordings:read',
    'records:read',
    'data:read',
    'data:write',
    'webhooks:admin',
    'events:read',
    'flows:read',
    'plans:read',
    'prompts:read',
    'numbers:read',
    'endpoints:read',
    'nodes:read',
    'metrics:read',
  ],
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text)
}

/** What these roles let do, narrowed to `scopes` where that is given; in the order of `ALL_SCOPES`. */
export function scopesOf(roles: readonly Role[], scopes: readonly Scope[] | null): readonly Scope[] {
  const given = new Set(roles.flatMap((role) => ROLE_SCOPES[role]))
  return ALL_SCOPES.filter((scope) => given.has(scope) && (scopes === null || scopes.includes(scope)))
}

/**
 * Scopes that can't be narrowed to queues or to one agent: what they show or change is the whole site's, as a webhook,
 * which is told of every queue's calls.
 */
export function isOfTheWholeSite(scope: Scope): boolean {
  return isAdministrative(scope) || scope === 'access:read'
}
