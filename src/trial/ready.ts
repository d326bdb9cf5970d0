/** Waiting until a service says by itself that it is ready. */

const EVERY_MS = 50
const ANSWER_MS = 2_000

/**
 * Asks `/readyz` until it answers 200. Resolves with undefined then, or with what was still missing when `withinMs`
 * were over or `signal` came.
 */
export async function notReady(
  apiUrl: string,
  { withinMs, signal }: { readonly withinMs: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const missing = await ask(apiUrl)
    if (missing === undefined) return undefined
    if (signal.aborted || performance.now() > deadline) return missing
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}

async function ask(apiUrl: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) })
    return answer.ok ? undefined : missingIn(await answer.json())
  } catch (error) {
    return `no answer from ${apiUrl}/readyz (${(error as Error).message})`
  }
}

/** The checks of the problem document that failed, in its own words. */
function missingIn(body: unknown): string {
  const { checks } = body as { checks?: Record<string, { ok: boolean; detail?: string }> }
  const failed = Object.entries(checks ?? {}).filter(([, check]) => !check.ok)
  return failed.map(([name, { detail }]) => `${name}: ${detail ?? 'not ready'}`).join('; ') || 'not ready'
}
