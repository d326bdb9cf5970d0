/** After each fault the site was served again. How quickly is reported, not judged; the limit is for what never comes back. */
import type { Evidence, Finding } from '../evidence.ts'

export function allRecovered({ faults }: Pick<Evidence, 'faults'>): readonly Finding[] {
  return faults
    .filter(({ recoveredAt }) => recoveredAt === null)
    .map(({ kind, aimedAt, at }) => ({
      check: 'recovered',
      what: `the site was not served again after ${kind} (aimed at ${aimedAt})`,
      subject: kind,
      at,
    }))
}
