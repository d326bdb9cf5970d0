/** A body as JSON, with bounds that its sender can't move. */

export type ReadJson = { readonly ok: true; readonly json: unknown } | { readonly ok: false }

const MOST_BYTES = 256 * 1024
/** FHIR's deepest resources have a dozen levels. */
const MOST_DEPTH = 64
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:$|[\s;])/i

/** Reads at most 256 KiB, counted after any decompression; throws what the connection throws. */
export async function readJson(response: Response): Promise<ReadJson> {
  const { body, headers } = response
  if (!body || !JSON_TYPE.test(headers.get('content-type') ?? '') || tooLong(headers)) {
    await body?.cancel()
    return { ok: false }
  }
  const pieces: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop early cancels the body, and with it the connection.
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    if (bytes > MOST_BYTES) return { ok: false }
    pieces.push(piece)
  }
  return parsed(Buffer.concat(pieces))
}

function tooLong(headers: Headers): boolean {
  return Number(headers.get('content-length') ?? 0) > MOST_BYTES
}

function parsed(bytes: Uint8Array): ReadJson {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return isShallow(text) ? { ok: true, json: JSON.parse(text) as unknown } : { ok: false }
  } catch {
    return { ok: false }
  }
}

/** Looked at before it is parsed: whoever walks through it afterwards may do so by recursion. */
function isShallow(text: string): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (inText) {
      if (char === BACKSLASH) at += 1
      else if (char === QUOTE) inText = false
    } else if (char === QUOTE) inText = true
    else if (char === BRACE || char === BRACKET) depth += 1
    else if (char === END_OF_BRACE || char === END_OF_BRACKET) depth -= 1
    if (depth > MOST_DEPTH) return false
  }
  return true
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACKET = 0x5b
const END_OF_BRACKET = 0x5d
const BRACE = 0x7b
const END_OF_BRACE = 0x7d
