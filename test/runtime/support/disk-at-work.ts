/** How many operations of a disk are under way, so that a test's own time stands still while a real disk works. */
export interface AtWork<T> {
  readonly port: T
  readonly count: number
}

/** The same object, whose methods that answer by a promise are counted until it is settled. */
export function atWork<T extends object>(port: T): AtWork<T> {
  let count = 0
  const counted =
    (method: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const answer = method.apply(port, args)
      if (!(answer instanceof Promise)) return answer
      count += 1
      return answer.finally(() => {
        count -= 1
      })
    }
  return {
    port: new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? counted(value as (...args: unknown[]) => unknown) : value
      },
    }),
    get count() {
      return count
    },
  }
}
