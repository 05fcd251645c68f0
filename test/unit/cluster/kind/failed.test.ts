import { expect, test } from "vitest";
import { KindFailed } from "../../../cluster/kind/failed.ts";

test.each([
  [
    'ERROR: failed to create cluster: command "docker run" failed with error: exit status 125\n\nCommand Output: docker: no space left on device.\nStack',
    'failed to create cluster: command "docker run" failed with error: exit status 125: docker: no space left on device.',
  ],
  [
    "ERROR: failed to create cluster: failed to init node\nkubelet: configured to not run on a host using cgroup v1",
    "failed to create cluster: failed to init node (perhaps: this machine has cgroup version 1,",
  ],
  [
    `ERROR: failed to create cluster: command "docker run --name a ${"--label b=c ".repeat(60)}" failed with error: exit status 125\nCommand Output: 2e0869758bde\ndocker: Error response from daemon: unable to apply caps: operation not permitted.\nStack Trace: \nsigs.k8s.io/kind`,
    'failed to create cluster: command "docker run …" failed with error: exit status 125: docker: Error response from daemon: unable to apply caps: operation not permitted.',
  ],
  [
    'ERROR: failed to create cluster: command "docker exec" failed with error: exit status 1\nCommand Output: I1130 init.go:184\nerror: error execution phase wait-control-plane\nmain.main\nruntime/asm_amd64.s:1771\nStack Trace:',
    'failed to create cluster: command "docker exec" failed with error: exit status 1: error: error execution phase wait-control-plane',
  ],
  ["kind create took more than 600 s", "kind create took more than 600 s"],
  ["", "it said nothing"],
  [`ERROR: ${"x".repeat(5_000)}`, "x".repeat(300)],
])("tells what it was in one line of %j", (said, what) => {
  const failed = new KindFailed(said);
  expect(failed.what.startsWith(what)).toBe(true);
  expect(failed.what).not.toContain("\n");
  expect(failed.what.length).toBeLessThan(800);
  expect(failed.message).toMatch(/Ways on: --provider built/);
});
