import { setTimeout } from 'node:timers/promises'

/** Resolves after `ms` milliseconds, or at once when told to stop. Never rejects because of the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
