/** Masks what looks like a telephone number, an identity number or a secret inside free text. */

const MAX_TEXT = 8192

/** What may hold many digits and yet names nobody. */
const KEPT = [
  // uuid
  /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/,
  // ULID, alone or after a prefix; 26 decimal digits are none.
  /(?<![0-9A-Za-z])(?:[a-z]+_)?(?=[0-9]{0,25}[A-Z])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9A-Za-z])/,
  // RFC 3339, or its date alone
  /(?<![0-9])(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-6]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![0-9-])/,
  // an event's id: site and position
  /(?<![0-9A-Za-z])site_[a-z][a-z0-9-]{0,40}-\d{1,15}(?![0-9A-Za-z-])/,
  // a position in words
  /(?<![A-Za-z])(?:pos|position|seq)[ =:]{1,2}\d{1,15}(?![0-9])/,
  // W3C traceparent
  /(?<![0-9a-z])00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(?![0-9a-z])/,
  // a hash that says so
  /(?<![0-9a-z])sha256:[0-9a-f]{12,64}(?![0-9a-z])/,
  // IPv4
  /(?<![0-9.])(?:\d{1,3}\.){3}\d{1,3}(?![0-9.])/,
]
/** One group around all, so that `split` yields what is between and what is kept in turns. */
const KEPT_PARTS = new RegExp(`(${KEPT.map((one) => one.source).join('|')})`, 'u')

/** `label=value`, `label: value`, where the label says that the value is secret. */
const LABELLED =
  /\b([\w-]{0,40}(?:password|passwd|pwd|secret|token|api[-_]?key|cookie|dtmf|digits?)["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"',;&]+/giu
const AUTHORISATION = /\b(bearer|basic|digest)\s+[A-Za-z0-9+/=._~-]{6,}/giu
/** User and password of a URL. */
const USERINFO = /:\/\/[^\s/@]*@/gu
/** JSON Web Tokens, Standard Webhooks secrets, PEM blocks even when cut off. */
const SECRETS =
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*|\bwhsec_[A-Za-z0-9+/=]+|-----BEGIN [A-Z ]+-----[^-]*(?:-----END [A-Z ]+-----)?/gu
/** `"张三" <sip:…>`, as SIP writes a person's name. */
const DISPLAY_NAME = /"[^"\n]{0,200}"(?=\s{0,3}<(?:sips?|tel):)/gu
/** A random value of 24 bytes or more, as hex or base64url. */
const OPAQUE = /(?<![\w-])(?:[0-9a-f]{48,}|(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{40,})(?![\w-])/gu
/** Seven digits or more in any script, with up to two separators between; an X ends a Chinese identity number. */
const DIGITS = /\p{Nd}(?:[ \-().,/_\u00a0\u200b-\u200f\u2010-\u2015\u2060\ufeff]{0,2}\p{Nd}){6,}[Xx]?/gu

/** `text` with personal data and secrets masked, cut at 8192 characters. Takes time linear in the text. */
export function maskText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  return cut
    .replace(SECRETS, '[secret]')
    .replace(AUTHORISATION, '$1 [secret]')
    .replace(LABELLED, '$1[redacted]')
    .replace(USERINFO, '://[redacted]@')
    .replace(DISPLAY_NAME, '"[name]"')
    .split(KEPT_PARTS)
    .map((part, index) => (index % 2 === 1 ? part : maskShapes(part)))
    .join('')
}

function maskShapes(text: string): string {
  return text.replace(OPAQUE, '[secret]').replace(DIGITS, '[number]')
}

const WHOLLY_ID = new RegExp(
  `^(?:${[KEPT[0], KEPT[1]].map((one) => one?.source).join('|')}|(?:site|agent|queue|flow|node)_[a-z](?:[a-z-]|\\d(?!\\d{5}))*)$`,
  'u',
)

/** Whether all of `text` is one of our ids: such a value is harmless whatever its key. */
export function isId(text: string): boolean {
  return WHOLLY_ID.test(text)
}
