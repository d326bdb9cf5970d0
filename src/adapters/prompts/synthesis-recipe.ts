/** Part of what decides whether a file is made anew: change it with anything of `synthesis.ts` that changes the sound. */
export const RECIPE = 'espeak-ng 1; 8 kHz mono 16 bit; peak 0.7; 250 ms'
