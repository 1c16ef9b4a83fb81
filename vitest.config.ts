import { defineConfig } from 'vitest/config'

/** One configuration for every package: tests run on source through the `@nt/source` export condition; nothing needs a build first. */
const conditions = ['@nt/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Nothing here keeps state between files, and loading the same modules for each of them would be most of the time.
    isolate: false,
    testTimeout: 20_000,
    reporters: ['default', 'json'],
    outputFile: { json: 'reports/tests.json' },
  },
})
