import { type Cause, parseCause } from './causes.ts'
import type { Core } from './core.ts'

/** Where an outbound leg goes, or why it can't. */
export type Endpoint =
  | { ok: true; uri: string; name: string; destination: string; variables: ReadonlyMap<string, string> }
  | { ok: false; cause: Cause }

const fail = (cause: Cause): Endpoint => ({ ok: false, cause })

/**
 * Resolves `user/EXT[@domain]`, `sofia/PROFILE/USER@HOST[:PORT]`, `sofia/PROFILE/USER%DOMAIN` (a registration) and
 * `error/CAUSE`. Causes as in mod_dptools `user_outgoing_channel` and mod_sofia `sofia_outgoing_channel`.
 */
export function resolveEndpoint(core: Core, text: string): Endpoint {
  if (/[\r\n<>"\s]/.test(text)) return fail('INVALID_URL')
  const slash = text.indexOf('/')
  const type = (slash < 0 ? text : text.slice(0, slash)).toLowerCase()
  const rest = slash < 0 ? '' : text.slice(slash + 1)
  if (type === 'error') return fail(parseCause(rest))
  if (type === 'user') return user(core, rest)
  if (type === 'sofia') return sofia(core, rest)
  return fail('CHAN_NOT_IMPLEMENTED')
}

function user(core: Core, text: string): Endpoint {
  const [extension = '', domain = core.settings.domain] = text.split('@')
  if (domain !== core.settings.domain) return fail('SUBSCRIBER_ABSENT')
  if (!core.settings.extensions.some((e) => e.extension === extension)) return fail('SUBSCRIBER_ABSENT')
  const contact = core.signalling.contactOf(extension)
  if (contact === undefined) return fail('USER_NOT_REGISTERED')
  const variables = new Map([
    ['dialed_user', extension],
    ['dialed_domain', domain],
  ])
  return reach(contact, 'agents', extension, variables)
}

function sofia(core: Core, text: string): Endpoint {
  const slash = text.indexOf('/')
  if (slash < 0) return fail('INVALID_URL')
  const profile = text.slice(0, slash)
  const target = text.slice(slash + 1)
  if (profile === 'gateway') return gateway(core, target)
  if (profile !== 'agents' && profile !== 'trunks') return fail('INVALID_PROFILE')
  const registered = /^([^@%]+)%(.+)$/.exec(target)
  const own = /^(?:sip:)?([^@%]+)@([^:;@]+)$/.exec(target)
  const extension = registered?.[1] ?? (own?.[2] === core.settings.domain ? own[1] : undefined)
  if (extension !== undefined) {
    const contact = core.signalling.contactOf(extension)
    return contact === undefined
      ? fail('USER_NOT_REGISTERED')
      : reach(contact, profile, extension, new Map<string, string>())
  }
  if (!/^(?:sips?:)?[^@/]+@[^@/]+$/.test(target)) return fail('INVALID_URL')
  const uri = /^sips?:/i.test(target) ? target : `sip:${target}`
  const number = target.replace(/^sips?:/i, '').split('@')[0] ?? ''
  return reach(uri, profile, number, new Map<string, string>())
}

function gateway(core: Core, text: string): Endpoint {
  const [, name = '', number = ''] = /^([^/]+)\/([^/@]+)$/.exec(text) ?? []
  const peer = Object.hasOwn(core.settings.gateways, name) ? core.settings.gateways[name] : undefined
  if (peer === undefined) return fail('INVALID_GATEWAY')
  const uri = `sip:${number}@${peer.host}:${peer.port}`
  return reach(uri, 'trunks', number, new Map([['sip_gateway_name', name]]))
}

function reach(
  uri: string,
  profile: string,
  destination: string,
  variables: ReadonlyMap<string, string>,
): Endpoint {
  const bare = uri.replace(/^<?(?:sips?:)?/i, '').replace(/[;>].*$/s, '')
  return { ok: true, uri, name: `sofia/${profile}/${bare}`, destination, variables }
}
