/** JSON Pointer, RFC 6901. */

/** The empty pointer is the whole; else it begins with a slash, and `~` is followed by 0 or 1. */
export function isJsonPointer(text: string): boolean {
  return /^(?:\/(?:[^~/]|~[01])*)*$/.test(text)
}

/** What stands there; undefined where nothing does. Only an object's own members and a list's places are found. */
export function atPointer(json: unknown, pointer: string): unknown {
  let here = json
  for (const escaped of pointer.split('/').slice(1)) {
    const part = escaped.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof here !== 'object' || here === null) return undefined
    if (Array.isArray(here)) {
      if (!/^(?:0|[1-9][0-9]{0,8})$/.test(part)) return undefined
      here = here[Number(part)]
    } else {
      here = Object.hasOwn(here, part) ? (here as Record<string, unknown>)[part] : undefined
    }
  }
  return here
}
