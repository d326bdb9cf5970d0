import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that wait long for what they test (a killed process that starts anew, a lease that runs out, a day without a
 * receiver). Vitest begins with the largest files where it has not seen them run; one of these begun at the end would
 * run on alone.
 */
const LONGEST = [
  'adapters/webhook/day',
  'adapters/webhook/losses',
  'adapters/recorder/',
  'adapters/keys/',
  'keyservice/',
  'runtime/simulation/',
  'runtime/ownership',
  'adapters/flows/hostile-flows',
  'domain/simulation/',
  'trial/key-material',
  'lib/pki/renewal',
]

/** Runs the files that take longest first, and leaves the others as they are. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) =>
      LONGEST.some((part) => moduleId.includes(`/test/${part}`))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
