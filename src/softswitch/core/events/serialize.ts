import { byteLengthOf } from '../../wire-text.ts'
import { urlEncode } from '../text.ts'
import { flat, type SwitchEvent } from './event.ts'

/** switch_event_serialize: `Name: value` lines, an empty line, the body. Values are percent-encoded, or in `[…]`. */
export function toPlain(event: SwitchEvent, encode = true): string {
  let out = ''
  for (const { name, value } of event.headers) {
    const text = flat(value)
    out += `${name}: ${encode ? urlEncode(text) : `[${text}]`}\n`
  }
  if (event.body === undefined || event.body === '') return `${out}\n`
  return `${out}Content-Length: ${byteLengthOf(event.body)}\n\n${event.body}`
}

/** switch_event_serialize_json: one flat object; cJSON keeps duplicate names, so the text is put together here. */
export function toJson(event: SwitchEvent): string {
  const members = event.headers.map(({ name, value }) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  if (event.body !== undefined) {
    members.push(
      `"Content-Length":"${Buffer.byteLength(event.body)}"`,
      `"_body":${JSON.stringify(event.body)}`,
    )
  }
  return `{${members.join(',')}}`
}
