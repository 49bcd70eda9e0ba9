import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { makeQuickFolder } from './test/support/quick-folder.ts'

const folder = process.env.TMPDIR === undefined ? makeQuickFolder() : null
if (folder !== null) process.env.TMPDIR = folder

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres.setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One worker more than a small machine has cores: the tests of whole servers wait for most of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        // Nothing in the code keeps a state of its own, so files may share the modules they load.
        test: { name: 'parts', include: ['test/**/*.test.ts'], exclude: ['test/system/**'], isolate: false },
      },
      {
        extends: true,
        // The fakes keep the platforms' own deadlines (Zalo waits two seconds for its 200), which a machine that is busy
        // with something else may miss.
        test: { name: 'system', include: ['test/system/**/*.test.ts'], retry: 1 },
      },
    ],
  },
})
