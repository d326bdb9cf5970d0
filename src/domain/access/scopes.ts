/** What a client may be allowed to do: one word for each group of operations, which every route names. */

/** Each scope, and what it lets do. A scope is forever: keys hold it. */
export const SCOPES = {
  'calls:read': 'read calls and their facts',
  'calls:control': 'make calls, hang them up, mask what is recorded of them',
  'agents:read': 'read agents and their states',
  'agents:control': 'log agents on and off, make them ready and not ready',
  'agents:supervise': 'set the states of other agents in their stead',
  'agents:admin': 'create, change and remove agents',
  'queues:read': 'read queues and their figures',
  'queues:admin': 'create, change and remove queues',
  'recordings:read': 'see which recordings there are, and what is missing of them',
  'recordings:open': 'open recordings, which means to hear them',
  'records:read': 'read and export the records of calls that have ended',
  'data:read': 'read the attached data of calls, masked',
  'data:write': 'attach data to calls',
  'data:unmask': 'read attached data and numbers in full, for a reason',
  'webhooks:admin': 'have events sent to an address, and change and remove that',
  'events:read': 'follow the live stream and read the snapshot',
  'flows:read': 'read flows',
  'flows:admin': 'publish, try and withdraw flows',
  'plans:read': 'read plans and the reports of their drills',
  'plans:admin': 'create, change and remove plans',
  'plans:switch': 'switch plans on and off, and drill them',
  'broadcasts:send': 'have a message said to all who wait',
  'prompts:read': 'read and hear prompts',
  'prompts:admin': 'upload and remove prompts',
  'numbers:read': 'read which number leads where',
  'numbers:admin': 'change which number leads where',
  'endpoints:read': 'read endpoints: phones and trunks',
  'endpoints:admin': 'create, change and remove endpoints',
  'nodes:read': 'read the site’s switches and how they do',
  'nodes:admin': 'drain switches, readmit them and give them up',
  'keys:admin': 'create, read and revoke API keys',
  'access:read': 'read who was let in to what, and who was refused',
  'metrics:read': 'read metrics from another machine',
} as const

export type Scope = keyof typeof SCOPES

export const ALL_SCOPES = Object.keys(SCOPES) as readonly Scope[]

export function isScope(text: string): text is Scope {
  return Object.hasOwn(SCOPES, text)
}

/** Whether what a route with this scope does, beyond reading, is an administrative act. */
export function isAdministrative(scope: Scope): boolean {
  return scope.endsWith(':admin')
}
