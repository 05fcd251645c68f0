import { expect, onTestFinished, test } from "vitest";
import { fakeServer, json } from "../../kube/support/fake-server.ts";
import { temporaryFolder } from "../../kube/access/support/temporary-folder.ts";
import { runCli } from "../support/run-cli.ts";

const { write } = temporaryFolder();

/** What `version` says of an API server that answers so. */
async function versionOf(gitVersion: string, headers: Record<string, string> = {}) {
  const server = await fakeServer([json({ gitVersion }, 200, headers)]);
  onTestFinished(() => server.close());
  const config = {
    "current-context": "a",
    clusters: [{ name: "a", cluster: { server: server.access.server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "a", user: {} }],
    contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
  };
  return await runCli(["version"], { kubeconfig: await write("kubeconfig", JSON.stringify(config)) });
}

test("what the API server warns of moves no cursor; what our admission policies say is said in their words", async () => {
  const ours =
    "Validation failed for ValidatingAdmissionPolicy 'a.batchtask.dev' with binding 'a': spec.backoffLimit is 9";
  const warning = `299 - "\x9b2Jbeware \x9b31mof\x85 it", 299 - "${ours}"`;
  const { stderr, exitCode } = await versionOf("v1.37.2", { warning });
  expect(stderr).toBe("Warning: beware of it\nWarning: spec.backoffLimit is 9\n");
  expect(exitCode).toBe(0);
});

test("what the API server says of itself is one line", async () => {
  expect((await versionOf("v1\x1b[2J.37\nfaked")).stdout).toMatch(/^Server Version: v1\.37 faked\n$/m);
});
