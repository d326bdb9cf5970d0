/** How recordings, their segments and certificates are named in envelopes and sealed objects. */
import { z } from 'zod'

export const recordingIdSchema = z.string().regex(/^rec_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
export const segmentSchema = z.number().int().min(0).max(999_999)
/** SHA-256 of a certificate's DER bytes, in lower-case hexadecimal digits. */
export const keyIdSchema = z.string().regex(/^[0-9a-f]{64}$/)
