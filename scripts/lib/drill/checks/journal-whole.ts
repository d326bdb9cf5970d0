/** No fact is missing or out of order: both numbers run without gaps, and nothing follows a call's end. */
import type { Evidence, Finding } from '../evidence.ts'

export function journalWhole({ facts, faults }: Pick<Evidence, 'facts' | 'faults'>): readonly Finding[] {
  const findings: Finding[] = []
  const found = (what: string, subject: string, at: number) =>
    findings.push({ check: 'journal whole', what, subject, at })
  const sequences = new Map<string, number>()
  const over = new Set<string>()
  // Told of some time later, and which facts they were says the file (sealed.ts).
  const cutOffAt = faults.find(({ kind }) => kind === 'controllerCutOff')?.at ?? Number.POSITIVE_INFINITY
  facts.forEach(({ pos, subject, subjectSeq, type, at, kind, data }, index) => {
    if (pos !== index + 1) found(`position ${pos} stands where ${index + 1} is due`, subject, at)
    const due = (sequences.get(subject) ?? 0) + 1
    if (subjectSeq !== due) found(`number ${subjectSeq} of its own stands where ${due} is due`, subject, at)
    sequences.set(subject, subjectSeq)
    if (over.has(subject)) found(`${type} after its end`, subject, at)
    if (kind === 'call' && type === 'callEnded') over.add(subject)
    if (type === 'alarmRaised' && data['alarm'] === 'factsSetAside' && at < cutOffAt)
      found('facts of a local journal were set aside', subject, at)
  })
  return findings
}
