/** `CTI_DATABASE_URL` and `CTI_REDIS_URL`: several keys in the form that hosting environments hand out. */

interface UrlForm {
  readonly group: string
  readonly protocols: readonly string[]
  readonly example: string
}

export const URLS: Readonly<Record<string, UrlForm>> = {
  CTI_DATABASE_URL: {
    group: 'database',
    protocols: ['postgres:', 'postgresql:'],
    example: 'postgres://USER@HOST:PORT/DATABASE',
  },
  CTI_REDIS_URL: { group: 'redis', protocols: ['redis:'], example: 'redis://HOST:PORT' },
}

type UrlValues =
  | { readonly ok: true; readonly values: readonly (readonly [readonly string[], unknown])[] }
  | { readonly ok: false; readonly reason: string }

/** What a URL sets. Its text appears in no reason, because people put passwords there. */
export function urlValues(name: string, text: string): UrlValues {
  const form = URLS[name]
  if (!form) throw new Error(`no form for ${name}`)
  if (!URL.canParse(text)) return { ok: false, reason: `expected ${form.example}` }
  const url = new URL(text)
  if (url.password !== '') {
    return {
      ok: false,
      reason: `holds a password: put it into the file that ${form.group}.passwordFile names`,
    }
  }
  if (!form.protocols.includes(url.protocol) || url.hostname === '' || url.search !== '' || url.hash !== '') {
    return { ok: false, reason: `expected ${form.example}` }
  }
  const database = decodeURIComponentOr(url.pathname.slice(1))
  const user = decodeURIComponentOr(url.username)
  if (database === undefined || user === undefined) return { ok: false, reason: `expected ${form.example}` }
  if (form.group === 'redis' && (database !== '' || user !== ''))
    return { ok: false, reason: `expected ${form.example}` }
  const given: [string, unknown][] = [['host', url.hostname.replace(/^\[|\]$/g, '')]]
  if (url.port !== '') given.push(['port', Number(url.port)])
  if (user !== '') given.push(['user', user])
  if (database !== '') given.push(['database', database])
  return { ok: true, values: given.map(([key, value]) => [[form.group, key], value]) }
}

function decodeURIComponentOr(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
