/**
 * The forms in which carriers and exchanges show one telephone number, since a number is looked for by its keyed hash
 * and hashes of two forms have nothing in common: `13800005678`, `013800005678`, `+8613800005678`, `8613800005678`,
 * `008613800005678`.
 */
const CHINA = '86'

/** The number as given first, then its other forms; each once. Separators that people write are left out. */
export function numberForms(written: string): string[] {
  const given = written.replace(/[\s()-]/g, '')
  const national = nationalOf(given)
  const forms = [given]
  if (national !== undefined) {
    // A trunk prefix: mobiles get one between areas, and an area code without it is what stands behind +86.
    const bare = national.replace(/^0/, '')
    forms.push(bare, `0${bare}`, `+${CHINA}${bare}`, `${CHINA}${bare}`, `00${CHINA}${bare}`)
  } else if (given.startsWith('+')) forms.push(`00${given.slice(1)}`, given.slice(1))
  else if (given.startsWith('00')) forms.push(`+${given.slice(2)}`, given.slice(2))
  return [...new Set(forms)]
}

/** A number within China, as it is dialled there; undefined for numbers abroad, extensions and service numbers. */
function nationalOf(given: string): string | undefined {
  const [, inland] = /^(?:\+86|0086|86(?=1[3-9]\d{9}$))(\d{9,12})$/.exec(given) ?? []
  if (inland !== undefined) return inland
  return /^(?:0?1[3-9]\d{9}|0[1-9]\d{8,10})$/.test(given) ? given : undefined
}
