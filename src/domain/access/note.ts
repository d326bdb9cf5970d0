/** Notes what somebody was refused or did. Said twice, it is one fact. */
import { refused } from '../acd/answers.ts'
import { type Decision, decided } from '../decision.ts'
import type { ApiInput } from '../site/inputs.ts'
import type { SiteState } from '../site/state.ts'
import type { AccessFact, AccessNote } from './facts.ts'

const WORD = /^[A-Za-z0-9_.:@/+*#-]{1,128}$/
const MOST_NAMES = 70
/** In UTF-16 units. */
export const LONGEST_UNMASK_REASON = 500

/** Every word in a note: ids and names, of bounded length and without blanks, so that nothing else gets into the journal. */
function wordsOf(note: AccessNote): readonly string[] {
  const { principal } = note.data
  switch (note.type) {
    case 'accessDenied':
      return [principal, note.data.operation, note.data.missing ?? 'none']
    case 'administered':
      return [principal, note.data.operation, note.data.target ?? 'none']
    case 'keyCreated':
    case 'keyRevoked':
      return [principal, note.data.keyId, ...note.data.roles]
    case 'dataUnmasked':
      return [principal, note.data.person, note.data.callId, ...note.data.names]
  }
}

export function noteAccess(state: SiteState, input: Extract<ApiInput, { type: 'noteAccess' }>): Decision {
  const { accessId, note, reasonLength, at } = input
  if (state.accesses.has(accessId)) return { ...decided([]), outcome: { type: 'accepted' } }
  if (!wordsOf(note).every((word) => WORD.test(word)))
    return refused('access-invalid', 'Ids and names here are plain words.')
  if (note.type === 'dataUnmasked') {
    const { names } = note.data
    if (names.length === 0 || names.length > MOST_NAMES)
      return refused('access-invalid', `There must be 1 to ${MOST_NAMES} names.`)
    if (reasonLength === undefined || reasonLength < 1 || reasonLength > LONGEST_UNMASK_REASON)
      return refused('access-invalid', `The reason must have 1 to ${LONGEST_UNMASK_REASON} characters.`)
  }
  const fact = { kind: 'access', subject: accessId, at, ...note } as AccessFact
  return { ...decided([fact]), outcome: { type: 'accepted' } }
}
