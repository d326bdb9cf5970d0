import 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** How many hostile inputs of each kind the test has tried; `count-reporter.ts` adds them up. */
    tried?: Readonly<Record<string, number>>
  }
}
