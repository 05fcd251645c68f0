import { expect, test } from "vitest";
import { readOptions, USAGE } from "../../demo/options.ts";

const terminal = { noColor: false, isTerminal: true };

test("says which cluster is wanted, and of which node image", () => {
  expect(readOptions([], terminal)).toMatchObject({ provider: "auto", nodeImage: undefined });
  expect(readOptions(["--provider", "built"], terminal)).toMatchObject({ provider: "built" });
  expect(readOptions(["--node-image", "kindest/node:mine"], terminal)).toMatchObject({
    nodeImage: "kindest/node:mine",
  });
});

test("refuses a provider that there is not, with those that there are", () => {
  expect(() => readOptions(["--provider", "cloud"], terminal)).toThrow(
    '--provider must be one of auto, existing, kind, built, not "cloud"',
  );
});

test("the usage names every flag that a failed kind tells of", () => {
  for (const flag of ["--provider", "--node-image", "--kubeconfig"]) expect(USAGE).toContain(`\n  ${flag} `);
});
