/** Takes bytes from a source that may fail or never answer. */

export type Taken =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'sourceFailed'; readonly reason: string }
  | { readonly type: 'aborted' }

/** The source's pieces; anything but `bytes` is the last. The source is told when it is no longer wanted. */
export async function* takeFrom(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Taken, void, undefined> {
  const pieces = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  let ended = false
  try {
    for (;;) {
      if (signal.aborted) {
        yield { type: 'aborted' }
        return
      }
      const next = await orAborted(nextOf(pieces), signal)
      ended = next.type === 'end' || next.type === 'sourceFailed'
      if (next.type === 'end') return
      yield next
      if (next.type !== 'bytes') return
    }
  } finally {
    // Not waited for: a source that hangs would hang here too.
    if (!ended) void Promise.resolve(pieces.return?.()).catch(() => undefined)
  }
}

type Pieces = AsyncIterator<Uint8Array> | Iterator<Uint8Array>

async function nextOf(pieces: Pieces): Promise<Taken | { type: 'end' }> {
  try {
    const { done, value } = await pieces.next()
    return done === true ? { type: 'end' } : { type: 'bytes', bytes: value }
  } catch (fault) {
    // Only the kind: a message may quote a path or what was read.
    const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
    return { type: 'sourceFailed', reason: typeof code === 'string' ? code : 'error' }
  }
}

/** A listener for each wait: one promise raced again and again would keep a reaction of every race. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | { type: 'aborted' }> {
  return new Promise((resolve) => {
    const onAbort = () => resolve({ type: 'aborted' })
    signal.addEventListener('abort', onAbort, { once: true })
    void promise.then((value) => {
      signal.removeEventListener('abort', onAbort)
      resolve(value)
    })
  })
}
