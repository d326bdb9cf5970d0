/** What zod found, without what stood there. */
import type { z } from 'zod'

/** The field and the kind of fault; zod's messages may quote a value, so they stay out. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'invalid'
  // An unknown field's name comes from outside and may hold anything.
  return issue.code === 'unrecognized_keys' ? 'unknown field' : `${issue.path.join('.')}: ${issue.code}`
}
