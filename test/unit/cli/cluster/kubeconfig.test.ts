import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { kubeconfigPaths } from "../../../../src/cli/cluster/kubeconfig.ts";
import { temporaryFolder } from "../../kube/access/support/temporary-folder.ts";

const { pathOf, write } = temporaryFolder();

const paths = (flag: string | undefined, variable: string | undefined) =>
  kubeconfigPaths(
    { color: false, requestTimeout: 0, ...(flag !== undefined && { kubeconfig: flag }) },
    { kubeconfig: variable, home: pathOf(), serviceHost: undefined, servicePort: undefined },
  );

test("the flag names one file alone, KUBECONFIG several, whether they are there or not", () => {
  const several = ["/a", "", "/b"].join(delimiter);
  expect(paths(several, "/c")).toEqual([several]);
  expect(paths(undefined, several)).toEqual(["/a", "/b"]);
});

test("~/.kube/config, if it is there", async () => {
  expect(paths(undefined, undefined)).toEqual([]);
  await mkdir(pathOf(".kube"));
  const home = await write(join(".kube", "config"), "");
  expect(paths(undefined, undefined)).toEqual([home]);
  expect(paths(undefined, delimiter)).toEqual([home]);
});
