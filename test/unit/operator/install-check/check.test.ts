import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Clock } from "../../../../src/kube/clock.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { checkInstall } from "../../../../src/operator/install-check/check.ts";

type Status = NonNullable<BatchTask["status"]>;
type Phase = NonNullable<Status["phase"]>;

const condition = (type: string, status: "True" | "False", message: string) => ({
  type,
  status,
  message,
  reason: "Test",
  lastTransitionTime: "2026-01-01T00:00:00Z",
  observedGeneration: 1,
});

const statusOf = (phase: Phase, finished: boolean): Status => ({
  observedGeneration: 1,
  phase,
  conditions: [
    condition("Ready", "False", `words of ${phase}`),
    condition("Finished", finished ? "True" : "False", ""),
  ],
});

/** An API server whose BatchTask goes through the phases, one for each look; time passes only by sleeping. */
async function check(phases: readonly (Status | undefined)[]) {
  let now = 0;
  let looks = 0;
  let stored: KubeObject | undefined;
  const said: string[] = [];
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    sleep: async (ms) => void (now += ms),
  };
  const problem = await checkInstall({
    clock,
    client: {
      async create(_, object) {
        stored = { ...object, metadata: { ...object.metadata, uid: "uid-1" } };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same object with a uid
        return stored as typeof object;
      },
      async get() {
        const status = phases[Math.min(looks, phases.length - 1)];
        looks += 1;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the API server would have it
        return { ...stored, status } as never;
      },
      async delete(_, { name }, { uid }) {
        if (stored?.metadata?.name === name && stored.metadata.uid === uid) stored = undefined;
      },
    },
    name: "check",
    namespace: "here",
    image: "operator:1",
    imagePullSecrets: [],
    timeoutSeconds: 60,
    report: (line) => said.push(line),
  });
  return { problem, said, left: stored, seconds: now / 1000 };
}

test("a task that succeeds is removed, and each phase is told once", async () => {
  const running = statusOf("Running", false);
  const { problem, said, left } = await check([undefined, running, running, statusOf("Succeeded", true)]);
  expect(problem).toBeUndefined();
  expect(left).toBeUndefined();
  expect(said.slice(1)).toEqual(["Running: words of Running", "Succeeded: words of Succeeded"]);
});

test("a task that fails stays, and its words are the problem", async () => {
  const { problem, left } = await check([statusOf("Running", false), statusOf("Rejected", true)]);
  expect(problem).toBe("it ended as Rejected: words of Rejected");
  expect(left?.metadata?.name).toBe("check");
});

test("an operator that does nothing is waited for no longer than said", async () => {
  const { problem, seconds } = await check([undefined]);
  expect(problem).toBe("it had not ended after 60 s: the operator has not looked at it");
  expect(seconds).toBe(60);
});
