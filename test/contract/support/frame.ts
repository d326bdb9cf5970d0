/** One message of the event socket: headers, an empty line, Content-Length bytes (mod_event_socket.c). */

export interface Frame {
  readonly headers: ReadonlyMap<string, string>
  /** One character per byte. */
  readonly body: string
}

/** Undefined until a whole frame is there. */
export function takeFrame(bytes: Buffer): { readonly frame: Frame; readonly rest: Buffer } | undefined {
  const end = bytes.indexOf('\n\n')
  if (end < 0) return undefined
  const headers = headersOf(bytes.toString('latin1', 0, end))
  const bodyEnd = end + 2 + Number(headers.get('Content-Length') ?? 0)
  if (bytes.length < bodyEnd) return undefined
  return {
    frame: { headers, body: bytes.toString('latin1', end + 2, bodyEnd) },
    rest: bytes.subarray(bodyEnd),
  }
}

/** The first of several headers of one name counts, as in `switch_event_get_header`. */
export function headersOf(text: string): Map<string, string> {
  const headers = new Map<string, string>()
  for (const line of text.split('\n')) {
    const colon = line.indexOf(': ')
    const name = line.slice(0, colon)
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 2))
  }
  return headers
}
