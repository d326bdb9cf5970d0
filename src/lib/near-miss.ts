/** Finds what somebody probably meant to write. */

/** The candidate closest to `word`, when it is close enough to be a slip of the finger. */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  const names = [...candidates]
  if (word.length > 64) return undefined
  // Whoever writes `password` has to learn of `passwordFile`.
  if (names.includes(`${word}File`)) return `${word}File`
  const written = plain(word)
  let best: string | undefined
  let bestDistance = Math.min(2, Math.floor(written.length / 3)) + 1
  for (const candidate of names) {
    const distance = editDistance(written, plain(candidate))
    if (distance >= bestDistance) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

/** `; did you mean "ringMs"?`, or nothing. */
export function hint(word: string, candidates: Iterable<string>): string {
  const near = nearMiss(word, candidates)
  return near === undefined ? '' : `; did you mean "${near}"?`
}

/** `ring_ms`, `ring-ms` and `RingMs` are the same slip. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '')
}

/** Levenshtein's distance, a swap of neighbours counting one. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      here[column] = Math.min(
        (above[column] ?? 0) + 1,
        (here[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = above
    above = here
  }
  return above[b.length] ?? b.length
}
