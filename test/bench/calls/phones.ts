/** The agents' phones, all of them one sipp: it answers at once, and echoes what it hears. */
import { readFile } from 'node:fs/promises'
import { runSipp, type SippRun, startSipp } from '../../support/sipp/index.ts'
import type { System } from '../../support/system.ts'

const REGISTER = `<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="register">
  <send retrans="500"><![CDATA[
REGISTER sip:[domain] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:[field0]@[domain]>;tag=[call_number]
To: <sip:[field0]@[domain]>
Call-ID: [call_id]
CSeq: 1 REGISTER
Contact: <sip:[field0]@[local_ip]:[phones]>
Max-Forwards: 70
Expires: 3600
Content-Length: 0

]]></send>
  <recv response="100" optional="true"></recv>
  <recv response="401" auth="true"></recv>
  <send retrans="500"><![CDATA[
REGISTER sip:[domain] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:[field0]@[domain]>;tag=[call_number]
To: <sip:[field0]@[domain]>
Call-ID: [call_id]
CSeq: 2 REGISTER
Contact: <sip:[field0]@[local_ip]:[phones]>
[field1]
Max-Forwards: 70
Expires: 3600
Content-Length: 0

]]></send>
  <recv response="100" optional="true"></recv>
  <recv response="200"></recv>
</scenario>
`

const FOR_MS = 3_600_000

export interface Phones {
  close(): Promise<unknown>
}

/** Registers the extensions; resolves when all of them can be called. */
export async function startPhones(
  system: System,
  domain: string,
  extensions: readonly { readonly extension: string; readonly password: string }[],
  usersFile: string,
): Promise<Phones> {
  const scenario = new URL('../../support/sipp/scenarios/uas-answer.xml', import.meta.url)
  const phones: SippRun = await startSipp({
    xml: await readFile(scenario, 'utf8'),
    calls: 10_000_000,
    // The echo answers on one port for all calls; a call is known by where its sound comes from.
    args: ['-rtp_echo'],
    timeoutMs: FOR_MS,
  })
  try {
    const { exit, errors } = await runSipp({
      xml: REGISTER,
      target: `${system.sip.host}:${system.sip.port}`,
      calls: extensions.length,
      rate: 20,
      keys: { domain, phones: String(phones.port) },
      args: ['-inf', usersFile],
      timeoutMs: 60_000,
    })
    if (exit !== 0) throw new Error(`not every phone could be registered\n${errors.slice(0, 3000)}`)
  } catch (error) {
    // Nobody else knows of it yet.
    await phones.stop()
    throw error
  }
  return { close: () => phones.stop() }
}
