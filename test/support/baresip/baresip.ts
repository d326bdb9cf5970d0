import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sine } from '../audio/tone.ts'
import { writeWav } from '../audio/wav.ts'

/** baresip (Debian's baresip-core), a telephone written by others, as a witness that ours speak plain SIP and RTP. */

const MODULES = ['/usr/lib/baresip/modules', '/usr/lib/x86_64-linux-gnu/baresip/modules'].find(existsSync)
const MAX_OUTPUT = 8000
const NEEDED = ['account', 'aubridge', 'aufile', 'g711', 'menu', 'sndfile']
const SPOKEN_SAMPLES = 60 * 8000

/** Why baresip can't be used here; undefined if it can. */
export function baresipMissing(): string | undefined {
  if (spawnSync('baresip', ['-h'], { stdio: 'ignore' }).error !== undefined) return 'no baresip on the path'
  if (MODULES === undefined) return 'no baresip modules'
  const lacking = NEEDED.filter((name) => !existsSync(join(MODULES, `${name}.so`)))
  return lacking.length === 0 ? undefined : `baresip lacks ${lacking.join(', ')}`
}

export interface Baresip {
  /** Ends it; resolves with the WAV of what it heard and what it printed. */
  stop(): Promise<{ wav: Buffer; output: string }>
}

/**
 * Starts baresip in a private directory; it calls `target` at once and plays a sine of `hz` for at most a minute. Its
 * player is a bridge to nobody, since there is no sound card; what it hears is dumped by its sndfile filter.
 */
export async function baresipCalls(target: string, hz: number): Promise<Baresip> {
  const directory = await mkdtemp(join(tmpdir(), 'baresip-'))
  const spoken = join(directory, 'spoken.wav')
  await writeWav(spoken, sine(hz, 8000, SPOKEN_SAMPLES))
  const config = [
    'sip_listen 127.0.0.1:0',
    `audio_source aufile,${spoken}`,
    'audio_player aubridge,nobody',
    `module_path ${MODULES}`,
    ...['g711', 'aufile', 'aubridge', 'sndfile'].map((name) => `module ${name}.so`),
    `snd_path ${directory}`,
    'module_tmp account.so',
    'module_app menu.so',
  ]
  await writeFile(join(directory, 'config'), `${config.join('\n')}\n`)
  await writeFile(join(directory, 'accounts'), '<sip:witness@127.0.0.1>;regint=0;audio_codecs=pcmu\n')
  await writeFile(join(directory, 'contacts'), '')
  const child = spawn('baresip', ['-f', directory, '-e', `/dial ${target}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (text: Buffer): void => {
    output = (output + text.toString()).slice(-MAX_OUTPUT)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const exited = once(child, 'exit')
  return {
    async stop() {
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), 3000)
      await exited
      clearTimeout(force)
      const dump = (await readdir(directory)).find((name) => name.endsWith('-dec.wav'))
      const wav = dump === undefined ? Buffer.alloc(0) : await readFile(join(directory, dump))
      await rm(directory, { recursive: true, force: true })
      return { wav, output }
    },
  }
}
