/** What the operating system says went wrong, as the port's outcomes. */
import type { StoreUnavailable } from '../../runtime/object-store.ts'

export type DiskFault = StoreUnavailable | { readonly type: 'full' }

/** `ENOENT` and such; undefined for what the operating system didn't say, which is a bug and thrown on. */
export function codeOf(fault: unknown): string | undefined {
  if (!(fault instanceof Error) || !('code' in fault) || !('syscall' in fault)) return undefined
  return typeof fault.code === 'string' ? fault.code : undefined
}

/** Thrown where a folder on the way to an object is a link: somebody else's doing, and it may lead anywhere. */
export class LinkedFolder extends Error {
  override readonly name = 'LinkedFolder'
}

/** The outcome of a failed reading; undefined means that the object isn't there. */
export function readFault(fault: unknown): StoreUnavailable | undefined {
  const outcome = writeFault(fault)
  if (outcome.type === 'full') return { type: 'unavailable', reason: 'ENOSPC' }
  // ENOTDIR: a key's folder is itself an object, so nothing can lie below it.
  return outcome.reason === 'ENOENT' || outcome.reason === 'ENOTDIR' ? undefined : outcome
}

/** The outcome of a failed writing. */
export function writeFault(fault: unknown): DiskFault {
  if (fault instanceof LinkedFolder) return { type: 'unavailable', reason: 'linkedFolder' }
  const code = codeOf(fault)
  if (code === undefined) throw fault
  return code === 'ENOSPC' || code === 'EDQUOT' ? { type: 'full' } : { type: 'unavailable', reason: code }
}
