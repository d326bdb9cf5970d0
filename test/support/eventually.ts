/** Waits for something that can only be asked for, not listened to; says at the deadline what it last saw. */

type Look<T> = { readonly found: T } | { readonly waiting: string }

const EVERY_MS = 25

export async function eventually<T>(look: () => Promise<Look<T>>, withinMs = 60_000): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    let last: string
    try {
      const seen = await look()
      if ('found' in seen) return seen.found
      last = seen.waiting
    } catch (error) {
      last = String(error)
    }
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms; last seen: ${last}`)
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}
