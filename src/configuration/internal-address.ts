/** Where the processes of one service find each other. */
import type { Config } from '../config.ts'

/** Whether this process speaks to others at all. */
export function speaksToOthers({ internal, roles }: Pick<Config, 'internal' | 'roles'>): boolean {
  return internal.address !== null || !roles.includes('controller')
}

/** `https://HOST:PORT`, by which others reach this process; null when it doesn't listen. */
export function internalAddress({ internal }: Pick<Config, 'internal'>): string | null {
  const { advertise, port } = internal
  if (internal.address === null || advertise === null) return null
  return `https://${advertise.includes(':') ? `[${advertise}]` : advertise}:${port}`
}
