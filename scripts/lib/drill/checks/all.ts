/** Everything that a drill checks afterwards. */
import type { Evidence, Finding } from '../evidence.ts'
import { endedOnce } from './ended-once.ts'
import { fellOpen } from './fell-open.ts'
import { journalWhole } from './journal-whole.ts'
import { nobodyWaited } from './nobody-waited.ts'
import { oneCallEach } from './one-call-each.ts'
import { oneOwner } from './one-owner.ts'
import { allRecovered } from './recovered.ts'
import { allSealed } from './sealed.ts'
import { webhooksWhole } from './webhooks-whole.ts'

export const CHECKS: Readonly<Record<string, (evidence: Evidence) => readonly Finding[]>> = {
  'every call ended exactly once, with a cause': endedOnce,
  'no caller waited while an agent was idle': nobodyWaited,
  'no agent had two calls': oneCallEach,
  'the site had one owner at a time': oneOwner,
  'with every controller dead nobody was forgotten': fellOpen,
  'no fact is missing or out of order': journalWhole,
  'webhooks are whole and in order': webhooksWhole,
  'all that the switch wrote is sealed': allSealed,
  'the site was served again after every fault': allRecovered,
}
