import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres.setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One worker for each core of a small machine: the servers that tests start are processes of their own beside them.
    maxWorkers: 2,
  },
})
