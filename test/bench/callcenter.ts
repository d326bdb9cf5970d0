/**
 * FreeSWITCH's own queue (mod_callcenter) on the same instance, for comparison: same phones, same trunk, one more number.
 * Set as favourably as it goes: its database is in memory, and no agent rests between calls.
 */
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../support/eventually.ts'
import { FREESWITCH_CONF } from '../support/freeswitch-site.ts'
import type { System } from '../support/system.ts'

/** Leads to mod_callcenter's queue. */
export const CALLCENTER_NUMBER = '7000'
const QUEUE = 'bench@default'

export interface CallcenterConf {
  /** A copy of freeswitch-conf with mod_callcenter's configuration and a number that leads there. */
  readonly confDir: string
  remove(): Promise<void>
}

export async function callcenterConf(): Promise<CallcenterConf> {
  const confDir = await mkdtemp(join(tmpdir(), 'cti-callcenter-'))
  const database = `/dev/shm/cti-callcenter-${randomBytes(6).toString('hex')}.db`
  await cp(FREESWITCH_CONF, confDir, { recursive: true })
  await writeFile(join(confDir, 'autoload_configs', 'callcenter.conf.xml'), configuration(database))
  for (const context of ['public', 'default']) {
    const file = join(confDir, 'dialplan', `${context}.xml`)
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('<extension name="nothing_here">', `${EXTENSION}$&`))
  }
  return {
    confDir,
    async remove() {
      await rm(confDir, { recursive: true, force: true })
      await rm(database, { force: true })
    },
  }
}

const EXTENSION = `<extension name="callcenter">
      <condition field="destination_number" expression="^${CALLCENTER_NUMBER}$">
        <action application="answer"/>
        <action application="callcenter" data="${QUEUE}"/>
      </condition>
    </extension>
    `

const configuration = (database: string) => `<include>
  <configuration name="callcenter.conf">
    <settings>
      <param name="dbname" value="${database}"/>
    </settings>
    <queues>
      <queue name="${QUEUE}">
        <param name="strategy" value="longest-idle-agent"/>
        <param name="moh-sound" value="local_stream://default"/>
        <param name="time-base-score" value="system"/>
        <param name="tier-rules-apply" value="false"/>
      </queue>
    </queues>
  </configuration>
</include>
`

export interface Callcenter {
  /** How many calls its agents have taken. */
  taken(): Promise<number>
  /** Resolves when each of its agents could be offered a call. */
  idle(): Promise<void>
  /** Lets it go, so that it costs nothing while something else is measured. */
  close(): Promise<void>
}

/** Loads mod_callcenter with these extensions as its agents; undefined where the installation has no such module. */
export async function startCallcenter(
  system: System,
  extensions: readonly string[],
): Promise<Callcenter | undefined> {
  const socket = await system.eventSocket()
  const ask = async (command: string) => {
    const answer = await socket.api(command)
    if (!answer.startsWith('+OK')) throw new Error(`${command}: ${answer}`)
  }
  if ((await socket.api('load mod_callcenter')).includes('-ERR')) {
    socket.close()
    return undefined
  }
  for (const extension of extensions) {
    const name = `${extension}@default`
    await ask(`callcenter_config agent add ${name} callback`)
    await ask(`callcenter_config agent set contact ${name} user/${extension}@${system.sipDomain}`)
    for (const delay of ['wrap_up_time', 'reject_delay_time', 'busy_delay_time', 'no_answer_delay_time']) {
      await ask(`callcenter_config agent set ${delay} ${name} 0`)
    }
    await ask(`callcenter_config tier add ${QUEUE} ${name} 1 1`)
    await ask(`callcenter_config agent set status ${name} Available`)
  }
  const column = async (name: string) => {
    const [head = '', ...lines] = (await socket.api('callcenter_config agent list')).trim().split('\n')
    const at = head.split('|').indexOf(name)
    return lines.filter((line) => line.includes('|')).map((line) => line.split('|')[at] ?? '')
  }
  return {
    taken: async () => (await column('calls_answered')).reduce((sum, one) => sum + Number(one), 0),
    idle: () =>
      eventually(async () => {
        const states = await column('state')
        return states.every((one) => one === 'Waiting') ? { found: undefined } : { waiting: states.join() }
      }),
    async close() {
      await ask('unload mod_callcenter')
      socket.close()
    },
  }
}
