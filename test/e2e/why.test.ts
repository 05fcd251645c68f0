import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { findSecret } from "../examples/secret.ts";
import { eventually } from "../integration/support/eventually.ts";
import { type E2e, end, start } from "./support.ts";
import { ready } from "../support/ready.ts";

interface Why {
  container: object;
  pod?: object;
  spec?: object;
  /** What Ready's reason must be in the end, and what status.failure must hold. */
  reason: string;
  failure: object;
  hint: string;
}

const PASSWORD = randomUUID();
const sh = (command: string) => ({ command: ["sh", "-c", command] });

/** The Job controller deletes the pod with the exit code as soon as the container was restarted too often: a race. */
const IN_PLACE: Why = {
  container: sh("exit 3"),
  pod: { restartPolicy: "OnFailure" },
  spec: { backoffLimit: 1 },
  reason: "BackoffLimitExceeded",
  failure: { reason: "Error", exitCode: 3, container: "main" },
  hint: "",
};

/** Real containers that fail for real reasons. */
const WHY: Record<string, Why> = {
  "exit-code": {
    container: sh("echo no such table > /dev/termination-log; exit 42"),
    reason: "BackoffLimitExceeded",
    failure: {
      reason: "Error",
      attempt: 1,
      exitCode: 42,
      container: "main",
      terminationMessage: "no such table",
    },
    hint: "",
  },
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`in-place-${n}`, IN_PLACE])),
  secret: {
    container: {
      ...sh("echo $PASSWORD; exit 3"),
      env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "login", key: "password" } } }],
      terminationMessagePolicy: "FallbackToLogsOnError",
    },
    reason: "BackoffLimitExceeded",
    failure: { exitCode: 3 },
    hint: "",
  },
  "no-command": {
    container: { command: ["/nothing"] },
    reason: "BackoffLimitExceeded",
    failure: { reason: "StartError" },
    hint: "command",
  },
  "oom-kill": {
    container: {
      ...sh("a=x; while true; do a=$a$a; done"),
      resources: { requests: { memory: "16Mi" }, limits: { memory: "16Mi" } },
    },
    reason: "BackoffLimitExceeded",
    failure: { reason: "OOMKilled", exitCode: 137, signal: 9 },
    hint: "limits.memory",
  },
  "no-image": {
    container: { image: "registry.invalid/nothing:1" },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "StartDeadlineExceeded",
    failure: { reason: "ImagePullBackOff", container: "main" },
    hint: "imagePullSecrets",
  },
  "no-key": {
    container: {
      env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "kube-root-ca.crt", key: "nothing" } } }],
    },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "StartDeadlineExceeded",
    failure: { reason: "CreateContainerConfigError", container: "main" },
    hint: "ConfigMap",
  },
  "no-volume": {
    container: { volumeMounts: [{ name: "v", mountPath: "/v" }] },
    pod: { volumes: [{ name: "v", secret: { secretName: "nothing" } }] },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "StartDeadlineExceeded",
    failure: { reason: "FailedMount" },
    hint: "Secret",
  },
  deadline: {
    container: sh("sleep 600"),
    pod: { terminationGracePeriodSeconds: 1 },
    spec: { activeDeadlineSeconds: 4 },
    reason: "DeadlineExceeded",
    failure: {},
    hint: "",
  },
};

describe.skipIf(inject("noRealNode") !== undefined)("why a task failed, with real containers", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("why");
    const items = Object.entries(WHY).map(([name, { container, pod, spec }]) => {
      const containers = [{ name: "main", image: "busybox:1.36", ...container }];
      const template = { spec: { restartPolicy: "Never", ...pod, containers } };
      return {
        apiVersion: "batchtask.dev/v1alpha1",
        kind: "BatchTask",
        metadata: { name },
        spec: { backoffLimit: 0, ...spec, template },
      };
    });
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "login" },
      stringData: { password: PASSWORD },
    };
    const { code, stderr } = await world.kubectl(["apply", "-f", "-"], {
      input: JSON.stringify({ apiVersion: "v1", kind: "List", items: [secret, ...items] }),
    });
    if (code !== 0) throw new Error(stderr);
  });
  afterAll(() => end(world));

  const read = (name: string) => world.client.get(BATCHTASKS, { namespace: world.namespace, name });

  test.each(Object.entries(WHY))("%s", async (name, { reason, failure, hint }) => {
    const failed = await eventually(
      () => read(name),
      (task) => task?.status?.phase === "Failed",
      60_000,
    );
    expect(ready(failed)?.reason).toBe(reason);
    expect(failed?.status?.failure).toMatchObject(failure);
    expect(failed?.status?.failure?.hint ?? "").toContain(hint);
  });

  test("the value of a Secret is told nowhere, though its container prints it and fails", async () => {
    const ended = await eventually(
      () => read("secret"),
      (task) => task?.status?.phase === "Failed",
      60_000,
    );
    const pods = await world.kubectl(["get", "pod", ended?.status?.failure?.pod ?? "", "-o", "json"]);
    expect(pods.stdout).toContain(PASSWORD);
    expect(await findSecret(world, PASSWORD, world.operator.logFile)).toEqual([]);
  });
});
