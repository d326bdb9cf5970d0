/** `scripts/demo`: a patient's whole call, told as it happens. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TrialFault } from '../src/trial/fault.ts'
import { notReady } from '../src/trial/ready.ts'
import { startTrial, type Trial } from '../src/trial/trial.ts'
import { createPhone, type Phone } from '../test/support/phone/index.ts'
import { createApi } from './lib/demo-api.ts'
import { accounted, opened, sealed } from './lib/demo-recording.ts'
import { callLines, metricLines } from './lib/demo-show.ts'
import { createTelling, type Telling } from './lib/demo-telling.ts'
import { callEvents, receiveWebhooks } from './lib/demo-webhooks.ts'

const AGENT = { agentId: 'agent_li', extension: '1001', hz: 700 }
const PATIENT = { extension: '2001', hz: 450 }
const SILENT_DBFS = -45

async function main(): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  const telling = createTelling(stop.signal)
  const dataDir = mkdtempSync(join(tmpdir(), 'cti-demo-'))
  const releasers: (() => Promise<unknown> | undefined)[] = []
  try {
    await demonstrate(telling, dataDir, stop.signal, releasers)
    return 0
  } catch (error) {
    if (stop.signal.aborted) telling.say('stopped')
    else telling.failed(error)
    return stop.signal.aborted ? 130 : 1
  } finally {
    for (const release of releasers.reverse()) await release()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function demonstrate(
  { say, step }: Telling,
  dataDir: string,
  signal: AbortSignal,
  releasers: (() => Promise<unknown> | undefined)[],
): Promise<void> {
  say(
    'starting PostgreSQL, Redis, the key service, the switch and the service; the prompts are spoken first …',
  )
  const starting = startTrial({
    dataDir,
    httpPort: 0,
    sipAddress: '127.0.0.1',
    sipPort: 0,
    durableSetup: false,
    // Nothing may be sent to this machine itself unless it is named.
    env: { CTI_WEBHOOKS_ALLOW: '127.0.0.1' },
    signal,
    say: (line) => say(`  ${line}`),
  })
  releasers.push(() => starting.then((started) => started.stop()).catch(() => undefined))
  const trial = await step('everything runs', () => starting)
  const missing = await step('/readyz says ready', () => notReady(trial.apiUrl, { withinMs: 20_000, signal }))
  if (missing !== undefined) throw new Error(`the service is not ready: ${missing}`)
  const api = createApi(trial)
  const receiver = await step(
    'a receiver of webhooks listens, and the service knows it (POST /v1/webhooks)',
    () => receiveWebhooks(api),
  )
  releasers.push(() => receiver.close())
  const phone = async (extension: string, hz: number) => {
    const one = await phoneOf(trial, extension, hz)
    releasers.push(() => one.close())
    await one.register()
    return one
  }

  const agent = await step(`agent ${AGENT.agentId}'s phone registers as ${AGENT.extension}`, () =>
    phone(AGENT.extension, AGENT.hz),
  )
  const patient = await step(`the patient's phone registers as ${PATIENT.extension}`, () =>
    phone(PATIENT.extension, PATIENT.hz),
  )
  await step(
    `${AGENT.agentId} logs on and is ready (POST /v1/agents/${AGENT.agentId}/log-on, …/ready)`,
    async () => {
      await api.post(`/v1/agents/${AGENT.agentId}/log-on`)
      await api.post(`/v1/agents/${AGENT.agentId}/ready`)
    },
  )

  const call = await step(`the patient dials ${trial.serviceNumber}; the hospital answers`, async () => {
    const dialled = await patient.call(trial.serviceNumber)
    await dialled.waitFor('answered', 5_000)
    return dialled
  })
  const callId = await api.newestCall()
  await step('the patient hears the welcome', () => call.audio.sound({ withinMs: 5_000, forMs: 1_000 }))
  await step('the welcome ends, in Chinese and English, and the menu begins', () =>
    api.fact(callId, (fact) => fact.type === 'stepEntered' && fact.data['step'] === 'main-menu', 40_000),
  )
  await step('the patient hears the menu', () => call.audio.sound({ withinMs: 5_000, forMs: 1_000 }))
  await step('the patient presses 1 without waiting for its end', () => call.sendDigits('1'))
  const queued = await step('the patient is in a queue', () =>
    api.fact(callId, (fact) => fact.type === 'callQueued', 5_000),
  )
  say(`  ${queued.data['queueId']}`)
  const ringing = await step("the agent's phone rings", async () => {
    const incoming = await agent.nextIncoming({ timeoutMs: 10_000 })
    await incoming.ring()
    return incoming
  })
  say(`  it shows the caller as ${ringing.remote.number}`)
  await step('the agent picks up', () => ringing.answer())
  await step('both hear each other', () =>
    Promise.all([
      call.audio.heard(AGENT.hz, { withinMs: 5_000 }),
      ringing.audio.heard(PATIENT.hz, { withinMs: 5_000 }),
    ]),
  )
  // The levels are those of the last half second.
  await step('they talk for a while', () =>
    Promise.all([
      call.audio.heard(AGENT.hz, { withinMs: 5_000, forMs: 1_000 }),
      ringing.audio.heard(PATIENT.hz, { withinMs: 5_000, forMs: 1_000 }),
    ]),
  )
  for (const [who, ear, hz, other] of [
    ['patient', call.audio, AGENT.hz, PATIENT.hz],
    ['agent', ringing.audio, PATIENT.hz, AGENT.hz],
  ] as const) {
    const levels = ear.levels([hz, other])
    const level = (of: number) => levels.get(of) ?? Number.NEGATIVE_INFINITY
    const { packets, lost, jitterMs } = ear.counts
    const own =
      level(other) < SILENT_DBFS ? 'no echo of its own' : `an echo of ${level(other).toFixed(0)} dBFS`
    say(
      `  the ${who} hears ${hz} Hz at ${level(hz).toFixed(0)} dBFS, ${own}; ` +
        `${packets} RTP packets, ${lost} lost, jitter ${jitterMs.toFixed(1)} ms`,
    )
  }
  await step('the patient hangs up', () => call.hangUp())
  await step("the agent's phone is free again", () => ringing.waitFor('ended', 5_000))
  const record = await step('the call has ended', () => api.ended(callId, 5_000))
  const { recordingId, lines } = await step('the recording is sealed and complete', () =>
    sealed(api, trial, callId),
  )
  for (const line of lines) say(line)
  const tones = await step(
    `it is opened for a reason (GET /v1/recordings/${recordingId}/audio); both are on it`,
    () => opened(api, recordingId, { patientHz: PATIENT.hz, agentHz: AGENT.hz }),
  )
  for (const line of tones) say(line)
  for (const line of await step('the opening is in the journal', () => accounted(trial))) say(line)
  const events = await step('the webhooks of the call have come', () => callEvents(api, receiver, callId))
  process.stdout.write(`\n${callLines(record).join('\n')}\n`)
  process.stdout.write(`\n${events.join('\n')}\n`)
  process.stdout.write(`\n${metricLines(await api.text('/metrics')).join('\n')}\n`)
}

function phoneOf(trial: Trial, extension: string, hz: number): Promise<Phone> {
  const password = trial.extensions.find((one) => one.extension === extension)?.password ?? ''
  const { sipAddress: host = '127.0.0.1', sipPort: port = 0 } = trial.softswitch ?? {}
  return createPhone({ extension, password, registrar: { host, port }, tone: hz, answer: 'manual' })
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof TrialFault ? error.message : ((error as Error).stack ?? error)}\n`,
    )
    process.exit(1)
  },
)
