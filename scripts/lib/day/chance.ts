/** How long people take: drawn from the distributions that fit them, in milliseconds. */
import type { Random } from '../../../test/domain/simulation/random.ts'

/** Without memory: patience, and the time between two who come independently. */
export function exponentialMs(random: Random, meanMs: number): number {
  return -Math.log(1 - random.unit()) * meanMs
}

/**
 * Log-normal: what talks are (Brown et al., Statistical Analysis of a Telephone Call Center, JASA 2005). `spread` is the
 * standard deviation of the logarithm.
 */
export function logNormalMs(random: Random, medianMs: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  return medianMs * Math.exp(spread * normal)
}

/** How many come in a time in which `mean` are expected (Knuth's products, in parts that don't underflow). */
export function poisson(random: Random, mean: number): number {
  let count = 0
  for (let left = mean; left > 0; left -= 30) {
    const limit = Math.exp(-Math.min(30, left))
    for (let product = random.unit(); product > limit; product *= random.unit()) count += 1
  }
  return count
}

/** Draws places with the given weights: cumulated once, halved at each draw. */
export class Weighted {
  readonly #upTo: Float64Array
  readonly #sum: number

  constructor(weights: readonly number[]) {
    let sum = 0
    this.#upTo = Float64Array.from(weights, (weight) => {
      sum += weight
      return sum
    })
    this.#sum = sum
  }

  draw(random: Random): number {
    const at = random.unit() * this.#sum
    let low = 0
    let high = this.#upTo.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#upTo[middle] ?? 0) <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Shares a whole number out by weights, so that the parts add up to it: the largest remainders get the rest. */
export function shareOut(whole: number, weights: readonly number[], least = 0): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const left = whole - least * weights.length
  const exact = weights.map((weight) => (left * weight) / sum)
  const parts = exact.map((part) => least + Math.floor(part))
  const rest = whole - parts.reduce((all, part) => all + part, 0)
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part - Math.floor(part) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, rest)) parts[index] = (parts[index] ?? 0) + 1
  return parts
}
