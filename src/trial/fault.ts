/** Why a trial can't start, in words for the person at the terminal. Everything else that is thrown is a bug. */
export class TrialFault extends Error {
  override readonly name = 'TrialFault'
}
