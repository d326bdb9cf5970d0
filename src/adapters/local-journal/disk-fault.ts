/** What the operating system says went wrong. */

/** `EIO` and such. Throws what the operating system didn't say: that is a bug. */
export function diskCode(fault: unknown): string {
  if (fault instanceof Error && 'code' in fault && 'syscall' in fault && typeof fault.code === 'string')
    return fault.code
  throw fault
}

export function isFull(code: string): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT'
}
