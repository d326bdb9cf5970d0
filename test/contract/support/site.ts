/** What every switch under contract is set up with. */

export const SERVICE_NUMBER = '8000'

/** Ring together when no controller is there; no scenario takes them for anything else. */
export const FALLBACK_EXTENSIONS = ['1098', '1099'] as const

export const MUSIC_HZ = 1_000
export const CALLER_HZ = 700
export const AGENT_HZ = 440

/** Recordings that scenarios play, each known by its tone. */
export const PROMPTS = [
  { name: 'short-1300', hz: 1_300, ms: 400 },
  { name: 'short-1600', hz: 1_600, ms: 400 },
  /** Long enough to press a key in its midst on a machine that has other things to do, short enough to be heard out. */
  { name: 'middle-2200', hz: 2_200, ms: 2_500 },
  { name: 'long-1900', hz: 1_900, ms: 8_000 },
] as const
