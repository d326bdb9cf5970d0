/** One stretch of a tone script. */
export interface Tone {
  readonly onMs: number
  readonly offMs: number
  readonly frequenciesHz: readonly number[]
  /** 0 to -63, each tone's. */
  readonly volumeDb: number
}

export interface ToneScript {
  readonly tones: readonly Tone[]
  /** How often the whole is played; Infinity for `loops=-1`. */
  readonly plays: number
}

const DEFAULT_VOLUME_DB = -7
const DEFAULT_ON_MS = 250
const DEFAULT_OFF_MS = 62.5
const MAX_FREQUENCIES = 18
/** An hour of tone would be 57 MB: what is made beforehand is bounded. */
const MAX_SCRIPT_MS = 120_000
const MAX_TONES = 1000

/** What libteletone knows by a single character. */
const KEYS = new Map<string, readonly number[]>(
  ['123A', '456B', '789C', '*0#D'].flatMap((row, i) =>
    [...row].map(
      (key, k) => [key, [[697, 770, 852, 941][i] ?? 0, [1209, 1336, 1477, 1633][k] ?? 0]] as const,
    ),
  ),
)

/**
 * TGML, the language of `tone_stream://` (teletone_run in libteletone_generate.c): `%(on,off,f1[,f2…])`, keypad
 * characters, `v=` volume in dB, `d=` and `w=` length and pause of keypad tones in ms, `l=` plays of the next tone,
 * `L=` plays of the script; `;loops=N` at the end plays the whole N times (-1: for ever). Decay and rate
 * settings are read and ignored. What libteletone calls a syntax error ends the script there, as with it.
 */
export function parseToneScript(text: string): ToneScript | undefined {
  const [script = '', loops] = text.split(/;loops=/i)
  const settings = { v: DEFAULT_VOLUME_DB, d: DEFAULT_ON_MS, w: DEFAULT_OFF_MS, l: 1, L: 1 }
  const tones: Tone[] = []
  for (const item of script.split(';').map((part) => part.trim())) {
    const setting = /^([a-zA-Z<>+])=(.*)$/.exec(item)
    if (setting) apply(settings, setting[1] ?? '', Number.parseFloat(setting[2] ?? ''))
    else if (!addTones(item, settings, tones)) break
  }
  const onceMs = tones.reduce((sum, tone) => sum + tone.onMs + tone.offMs, 0)
  if (onceMs <= 0 || onceMs * settings.L > MAX_SCRIPT_MS) return undefined
  const repeated = Array.from({ length: settings.L }, () => tones).flat()
  return { tones: repeated, plays: playsOf(loops) }
}

/** switch_buffer_read_loop: -1 is for ever, N rewinds N-1 times; absent, 0 and 1 play once. */
function playsOf(loops: string | undefined): number {
  const count = Number.parseInt(loops ?? '1', 10)
  if (count < 0) return Number.POSITIVE_INFINITY
  return Math.max(1, Number.isNaN(count) ? 1 : count)
}

type Settings = { v: number; d: number; w: number; l: number; L: number }

function apply(settings: Settings, key: string, value: number): void {
  if (Number.isNaN(value)) return
  if (key === 'v' && value <= 0 && value >= -63) settings.v = value
  if (key === 'd' || key === 'w') settings[key] = Math.max(0, Math.trunc(value))
  if (key === 'l' || key === 'L') settings[key] = Math.min(MAX_TONES, Math.max(1, Math.trunc(value)))
}

/** False at a syntax error. */
function addTones(item: string, settings: Settings, tones: Tone[]): boolean {
  let rest = item
  while (rest !== '') {
    const explicit = /^(.)\(([^)]*)\)?\s*/.exec(rest)
    const [key = '', inside] = explicit ? [explicit[1], explicit[2]] : [rest[0]]
    rest = rest.slice(explicit?.[0].length ?? 1)
    if (/\s/.test(key)) continue
    const [on, off, ...given] = (inside ?? '').split(',').map((field) => Number.parseFloat(field))
    const frequenciesHz = key === '%' ? given.slice(0, MAX_FREQUENCIES) : (KEYS.get(key.toUpperCase()) ?? [])
    if (key === '%' && (frequenciesHz.length === 0 || frequenciesHz.some((hz) => !(hz > 0)))) return false
    if (frequenciesHz.length === 0) continue
    const onMs = durationOf(inside === undefined ? undefined : on, settings.d)
    const offMs = durationOf(inside === undefined ? undefined : off, settings.w)
    for (let play = 0; play < settings.l; play++) {
      if (tones.length >= MAX_TONES) return false
      tones.push({ onMs, offMs, frequenciesHz, volumeDb: settings.v })
    }
    settings.l = 1
  }
  return true
}

function durationOf(given: number | undefined, otherwise: number): number {
  return given === undefined || Number.isNaN(given) ? otherwise : Math.max(0, Math.trunc(given))
}
