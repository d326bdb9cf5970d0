/** How callers call: to the service's number as a carrier does, or from a registered phone to an extension. */
import { readFile } from 'node:fs/promises'

/** Calls, plays the capture (if any) from its answer on, waits -d, hangs up. */
export async function toTheService(capture: string | undefined): Promise<string> {
  const url = new URL('../../support/sipp/scenarios/uac-digits.xml', import.meta.url)
  const text = await readFile(url, 'utf8')
  const played = text.replace(
    /<pause\/>\s*<!-- keys -->/,
    `${capture === undefined ? '' : play(capture)}<pause/>`,
  )
  if (played === text) throw new Error('the scenario has no place for the capture')
  return played
}

/** The same after a challenge (RFC 3261, section 22): the dialplan bridges only phones of the house. */
export async function toAnExtension(
  capture: string | undefined,
  phone: { readonly extension: string; readonly password: string },
): Promise<string> {
  const text = await toTheService(capture)
  const [head = '', first = '', rest = ''] = split(text)
  const asked = `
  <recv response="100" optional="true"></recv>
  <recv response="407" auth="true"></recv>
  <send><![CDATA[

      ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-2]
      From: "sipp" <sip:[caller]@[domain]>;tag=[pid]-[call_number]
      To: <sip:[service]@[domain]>[peer_tag_param]
      Call-ID: [call_id]
      CSeq: 1 ACK
      Max-Forwards: 70
      Content-Length: 0

  ]]></send>`
  const again = first
    .replace('CSeq: 1 INVITE', 'CSeq: 2 INVITE')
    .replace(
      'Max-Forwards: 70',
      `[authentication username=${phone.extension} password=${phone.password}]\n      Max-Forwards: 70`,
    )
  const inHouse = (part: string) =>
    part
      .replaceAll('[caller]@[local_ip]:[local_port]>;tag', '[caller]@[domain]>;tag')
      .replaceAll('To: <sip:[service]@[remote_ip]:[remote_port]>', 'To: <sip:[service]@[domain]>')
  // sipp keeps the tag of the challenge.
  const settled = inHouse(rest).replaceAll('To: <sip:[service]@[domain]>[peer_tag_param]', '[last_To:]')
  return [head, inHouse(first), asked, inHouse(again), settled]
    .join('\n')
    .replace('CSeq: 1 ACK\n      Contact', 'CSeq: 2 ACK\n      Contact')
    .replace('CSeq: 2 BYE', 'CSeq: 3 BYE')
}

function split(text: string): [string, string, string] {
  const from = text.indexOf('<send')
  const to = text.indexOf('</send>') + '</send>'.length
  return [text.slice(0, from), text.slice(from, to), text.slice(to)]
}

function play(capture: string): string {
  return `<nop><action><exec play_pcap_audio="${capture}"/></action></nop>`
}
