/** One running switch of each kind for each of the suite's workers, which look after one scenario at a time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { sine } from '../../support/audio/tone.ts'
import { writeWav } from '../../support/audio/wav.ts'
import { freePort } from '../../support/free-ports.ts'
import { freeswitchPrefix, startFreeswitch } from '../../support/freeswitch.ts'
import { startSoftswitch } from '../../support/softswitch.ts'
import {
  DELIVERED,
  PATIENT,
  type TestSwitch,
  type TestSwitchOptions,
  type TestUser,
} from '../../support/test-switch.ts'
import { FALLBACK_EXTENSIONS, MUSIC_HZ, PROMPTS, SERVICE_NUMBER } from './site.ts'

/** A switch as a test's process may know it: what crosses the border between processes. */
export type MetSwitch = Pick<
  TestSwitch,
  | 'kind'
  | 'host'
  | 'sipPort'
  | 'trunkSipPort'
  | 'eventSocketPort'
  | 'eventSocketPassword'
  | 'domain'
  | 'logPath'
> & {
  readonly soundsDir: string
  /** Where the gateway `outside` leads: a test that is called there opens a phone on this port. */
  readonly outsidePort: number
}

declare module 'vitest' {
  interface ProvidedContext {
    /** By worker. */
    switches: readonly (readonly MetSwitch[])[]
  }
}

/** 1001 to 1089 are there for scenarios to take, each once. */
export function contractUsers(): TestUser[] {
  const numbers = Array.from({ length: 99 }, (_, i) => String(1001 + i))
  return numbers.map((extension) => ({
    extension,
    password: `secret-${extension}`,
    name: `座席 ${extension}`,
  }))
}

export async function makeSounds(): Promise<{ readonly dir: string; readonly musicDir: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'cti-contract-'))
  const musicDir = join(dir, 'music')
  mkdirSync(musicDir)
  await writeWav(join(musicDir, 'hold.wav'), sine(MUSIC_HZ, 8_000, 16_000))
  for (const { name, hz, ms } of PROMPTS) await writeWav(join(dir, `${name}.wav`), sine(hz, 8_000, ms * 8))
  return { dir, musicDir }
}

export function switchOptions(sounds: {
  readonly dir: string
  readonly musicDir: string
}): Omit<TestSwitchOptions, 'outgoingPeer'> {
  return {
    users: contractUsers(),
    serviceNumbers: [SERVICE_NUMBER],
    fallbackTargets: FALLBACK_EXTENSIONS,
    // A controller falls silent, and leaves a call untaken, only where a scenario wants it.
    patience: { ...DELIVERED, unclaimedSeconds: PATIENT.unclaimedSeconds },
    trunkAcl: ['127.0.0.1/32'],
    soundsDir: sounds.dir,
    musicDir: sounds.musicDir,
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const prefix = freeswitchPrefix()
  const sounds = await makeSounds()
  const running: TestSwitch[] = []
  const tearDown = async (): Promise<void> => {
    await Promise.all(running.map((node) => node.stop()))
    rmSync(sounds.dir, { recursive: true, force: true })
  }
  const meet = async (start: (options: TestSwitchOptions) => Promise<TestSwitch>): Promise<MetSwitch> => {
    const outsidePort = await freePort()
    const outgoingPeer = { host: '127.0.0.1', port: outsidePort }
    const node = await start({ ...switchOptions(sounds), outgoingPeer })
    running.push(node)
    const { kind, host, sipPort, trunkSipPort, eventSocketPort, eventSocketPassword, domain, logPath } = node
    return {
      ...{ kind, host, sipPort, trunkSipPort, eventSocketPort, eventSocketPassword, domain, logPath },
      soundsDir: sounds.dir,
      outsidePort,
    }
  }
  try {
    const switches: MetSwitch[][] = []
    for (let worker = 0; worker < project.config.maxWorkers; worker += 1) {
      const met = [await meet(startSoftswitch)]
      if (prefix !== undefined) met.push(await meet((options) => startFreeswitch({ ...options, prefix })))
      switches.push(met)
    }
    project.provide('switches', switches)
  } catch (error) {
    await tearDown()
    throw error
  }
  return tearDown
}
