import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take many seconds, the longest first. */
const LONGEST: readonly string[] = [
  'test/system/kill.test.ts',
  'test/system/platform-trouble.test.ts',
  'test/system/campaign.test.ts',
  'test/system/class-race.test.ts',
  'test/system/broadcast-kill.test.ts',
  'test/system/graceful-stop.test.ts',
  'test/system/fuzz.test.ts',
  'test/system/storage-failure.test.ts',
  'test/system/two-processes.test.ts',
  'test/system/tokens.test.ts',
]

/**
 * Begins with the files that take longest, then with those of whole servers, which wait for most of their time: the many
 * short ones fill the gaps at the end, and nothing long is left to run alone.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files)
    return usual.toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}

function placeOf({ moduleId, project }: TestSpecification): number {
  const place = LONGEST.indexOf(relative(project.config.root, moduleId).replaceAll('\\', '/'))
  if (place >= 0) return place
  return project.name === 'system' ? LONGEST.length : LONGEST.length + 1
}
