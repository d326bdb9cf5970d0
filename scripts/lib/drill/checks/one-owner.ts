/**
 * The site had one owner at a time: each that took it counted one further than the one before, and nobody told the switch
 * anything while another had it. The journal itself lets nobody else append: a position is there once.
 */
import type { Evidence, Finding } from '../evidence.ts'

/**
 * A fact's moment is that of its input; an owner whose append comes in between falls silent when it hears of it, and what
 * it said is noted when the drill comes to read it.
 */
const MOMENT_MS = 1_000

export function oneOwner({ facts, turns }: Pick<Evidence, 'facts' | 'turns'>): readonly Finding[] {
  const findings: Finding[] = []
  const found = (what: string, subject: string, at: number) =>
    findings.push({ check: 'one owner', what, subject, at })
  const taken = facts.filter(({ type }) => type === 'siteTaken')
  taken.forEach(({ subject, at, data }, index) => {
    const before = taken[index - 1]
    const due = before && Number(before.data['epoch']) + 1
    if (due !== undefined && data['epoch'] !== due)
      found(`was taken as number ${data['epoch']} where ${due} is due`, subject, at)
  })
  const tenures = taken.map(({ at, data }, index) => {
    return {
      by: String(data['controllerId']),
      from: at,
      to: taken[index + 1]?.at ?? Number.POSITIVE_INFINITY,
    }
  })
  for (const { by, from, to } of turns)
    for (const at of [from, to])
      if (!tenures.some((one) => one.by === by && at >= one.from && at <= one.to + MOMENT_MS))
        found('told the switch something while the site was not its own', by, at)
  return findings
}
