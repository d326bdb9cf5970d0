import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sine } from '../audio/tone.ts'
import { writeWav } from '../audio/wav.ts'

/** baresip as a telephone of the house: registers, over TLS and with encrypted media if told, and answers by itself. */

const MODULES = ['/usr/lib/baresip/modules', '/usr/lib/x86_64-linux-gnu/baresip/modules'].find(existsSync)
const MAX_OUTPUT = 8000
const SPOKEN_SAMPLES = 60 * 8000
const LAST_WORDS_MS = 3000

export interface BaresipAgentOptions {
  readonly extension: string
  readonly password: string
  readonly domain: string
  readonly registrar: { readonly host: string; readonly port: number }
  readonly transport: 'udp' | 'tls'
  /** baresip's mediaenc: `srtp-mand` is SDES or no call, `dtls_srtp` is keys by DTLS. */
  readonly mediaEncryption?: 'srtp' | 'srtp-mand' | 'dtls_srtp'
  /** PEM of the authority that the registrar's certificate must come from; without it none is checked. */
  readonly authority?: string
  readonly hz: number
  /** Called at once, when given. */
  readonly dials?: string
}

export interface BaresipAgent {
  output(): string
  /** Ends it; resolves with the WAV of what it heard and what it printed. */
  stop(): Promise<{ wav: Buffer; output: string }>
}

export async function startBaresipAgent(options: BaresipAgentOptions): Promise<BaresipAgent> {
  const directory = await mkdtemp(join(tmpdir(), 'baresip-'))
  await writeWav(join(directory, 'spoken.wav'), sine(options.hz, 8000, SPOKEN_SAMPLES))
  if (options.authority !== undefined) await writeFile(join(directory, 'ca.pem'), options.authority)
  await writeFile(join(directory, 'config'), `${configOf(options, directory).join('\n')}\n`)
  await writeFile(join(directory, 'accounts'), `${accountOf(options)}\n`)
  await writeFile(join(directory, 'contacts'), '')
  const dial = options.dials === undefined ? [] : ['-e', `/dial ${options.dials}`]
  const child = spawn('baresip', ['-f', directory, ...dial], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const keep = (text: Buffer): void => {
    output = (output + text.toString()).slice(-MAX_OUTPUT)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const exited = once(child, 'exit')
  let stopping: Promise<{ wav: Buffer; output: string }> | undefined
  const stop = async () => {
    child.kill('SIGTERM')
    const force = setTimeout(() => child.kill('SIGKILL'), LAST_WORDS_MS)
    await exited
    clearTimeout(force)
    const dump = (await readdir(directory)).find((name) => name.endsWith('-dec.wav'))
    const wav = dump === undefined ? Buffer.alloc(0) : await readFile(join(directory, dump))
    await rm(directory, { recursive: true, force: true })
    return { wav, output }
  }
  return {
    output: () => output,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

function configOf({ authority }: BaresipAgentOptions, directory: string): string[] {
  const modules = ['g711', 'aufile', 'aubridge', 'sndfile', 'srtp', 'dtls_srtp']
  return [
    'sip_listen 127.0.0.1:0',
    ...(authority === undefined ? [] : [`sip_cafile ${join(directory, 'ca.pem')}`]),
    `audio_source aufile,${join(directory, 'spoken.wav')}`,
    // There is no sound card: it plays to nobody, and the sndfile filter writes what it hears.
    'audio_player aubridge,nobody',
    `module_path ${MODULES}`,
    ...modules.map((name) => `module ${name}.so`),
    `snd_path ${directory}`,
    'module_tmp account.so',
    'module_app menu.so',
  ]
}

function accountOf(options: BaresipAgentOptions): string {
  const { extension, password, domain, registrar, transport, mediaEncryption } = options
  const settings = [
    `outbound="sip:${registrar.host}:${registrar.port};transport=${transport}"`,
    `auth_user=${extension}`,
    `auth_pass=${password}`,
    ...(mediaEncryption === undefined ? [] : [`mediaenc=${mediaEncryption}`]),
    'regint=600',
    'answermode=auto',
    'audio_codecs=pcmu',
  ]
  return `<sip:${extension}@${domain};transport=${transport}>;${settings.join(';')}`
}
