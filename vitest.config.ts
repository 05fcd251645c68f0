import { defineConfig } from "vitest/config";

const minute = 60_000;

export default defineConfig({
  test: {
    projects: [
      // Nothing in src or these tests keeps state in a module or changes a global, so files share their modules.
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          testTimeout: minute,
          isolate: false,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: ["test/integration/setup.ts"],
          testTimeout: minute,
          hookTimeout: 2 * minute,
          maxWorkers: 2,
          // Stories that wait for the same minute do so at the same time.
          maxConcurrency: 40,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/setup.ts"],
          testTimeout: 3 * minute,
          hookTimeout: 5 * minute,
          maxWorkers: 1,
        },
      },
    ],
  },
});
