/** `scripts/flow check`. */
import { faultLine } from '../../../src/lib/fault.ts'
import { knownOf, loadAll } from './references.ts'

export interface CheckOptions {
  readonly config?: string | undefined
  readonly alone: boolean
}

/** Prints what there is to say of each file; the exit code. */
export function checkFiles(paths: readonly string[], options: CheckOptions): number {
  const known = knownOf(options)
  if (!known.ok) {
    for (const fault of known.faults) console.error(faultLine(fault))
    console.error('flow: the configuration is not right; --alone checks without it')
    return 2
  }
  let code = 0
  for (const { file, checked } of loadAll(paths, known.value.references)) {
    if (checked.ok) {
      const { id, steps, version } = checked.value
      const count = Object.keys(steps).length
      console.log(
        `${file}: ok, ${id}, ${count} step${count === 1 ? '' : 's'}, version ${version.slice(0, 19)}`,
      )
    } else {
      for (const fault of checked.faults) console.log(faultLine(fault))
      code = 1
    }
  }
  return code
}
