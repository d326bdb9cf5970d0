/**
 * Headers that never leave the wire's files on their own: digits that a caller has pressed, and data in which such
 * digits may have been expanded. Hang-up and channel events repeat them as variables.
 *
 * In FreeSWITCH: `DTMF-Digit` (switch_channel.c), `digits_dialed` (same), `last_matching_digits` (mod_dptools.c),
 * `*_terminator_used` (switch_types.h), `Application-Data` and `current_application_data` (switch_core_session.c,
 * after expansion). Variables in which this service collects begin with `cti_digits`.
 */
const SENSITIVE = /digit|terminator_used|application[-_]data/i

/** Whether a header is withheld from whoever handles events. */
export function isSensitiveHeader(name: string): boolean {
  return SENSITIVE.test(name)
}
