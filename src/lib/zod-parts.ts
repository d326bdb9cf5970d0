/** Pieces of schemas that several files share. Their messages say what is expected. */
import { z } from 'zod'

type Parsed<T> = { readonly ok: true; readonly id: T } | { readonly ok: false; readonly expected: string }

/** An id, by the function that parses it: what comes out has the id's own type. */
export const id = <T extends string>(parse: (text: string) => Parsed<T>) =>
  z.string().transform((text, ctx): T => {
    const parsed = parse(text)
    if (parsed.ok) return parsed.id
    ctx.addIssue({ code: 'custom', message: parsed.expected })
    return z.NEVER
  })

/** Music goes to the switch as it stands, so it may hold nothing that the switch would expand or split at. */
export const music = z
  .string()
  .regex(
    /^(?:local_stream:\/\/[a-z0-9][a-z0-9_-]{0,60}|tone_stream:\/\/[%(),;=0-9a-zA-Z.-]{1,120}|silence_stream:\/\/-1)$/,
    'local_stream://NAME, tone_stream://TONES or silence_stream://-1',
  )

/**
 * A rule over several values, as options of `refine`: `message` is a whole sentence, printed without `found …,
 * expected …`. It is checked as soon as `when` says so, so that a fault elsewhere in the value doesn't hide it.
 */
export const rule = (message: string, when: (value: unknown) => boolean = isMap, path: string[] = []) => ({
  message,
  path,
  params: { whole: true },
  when: (payload: { value: unknown }) => when(payload.value),
})

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
