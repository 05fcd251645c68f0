import { defineConfig } from "vitest/config";

const minute = 60_000;

const e2e = {
  globalSetup: ["test/e2e/setup.ts"],
  testTimeout: 3 * minute,
  hookTimeout: 5 * minute,
  maxWorkers: 1,
};
/** Those that take the whole node or cluster for themselves, or have one of their own. */
const ALONE = ["install", "fresh", "archives"].map((name) => `test/e2e/${name}.test.ts`);

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
          name: "page",
          include: ["test/page/**/*.test.ts"],
          globalSetup: ["test/page/setup.ts"],
          testTimeout: minute,
          // The browser has a busy machine to itself as little as anything else.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: minute,
          maxWorkers: 1,
        },
      },
      { test: { ...e2e, name: "e2e", include: ["test/e2e/**/*.test.ts"], exclude: ALONE } },
      { test: { ...e2e, name: "e2e-alone", include: ALONE } },
    ],
  },
});
