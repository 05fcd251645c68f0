import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { findSecret } from "../examples/secret.ts";
import { eventually } from "../integration/support/eventually.ts";
import { type E2e, end, start } from "./support.ts";
import { ready } from "../support/ready.ts";

interface Why {
  container?: object;
  /** Beside the container that is called main. */
  beside?: object[];
  pod?: object;
  spec?: object;
  /** What Ready's reason must be in the end, and what status.failure must hold. */
  reason: string;
  /** How the run ended: the reason of the condition Failed. */
  ended?: string;
  failure: object;
  /** What it must not hold. */
  lacks?: string[];
  /** What its message must say. */
  says?: RegExp;
  hint: string;
}

const PASSWORD = randomUUID();
const sh = (command: string) => ({ command: ["sh", "-c", command] });
const busybox = (name: string, command: string, fields: object = {}) => ({
  name,
  image: "busybox:1.36",
  ...sh(command),
  ...fields,
});

/** The Job controller deletes the pod with the exit code as soon as the container was restarted too often: a race. */
const IN_PLACE: Why = {
  container: sh("exit 3"),
  pod: { restartPolicy: "OnFailure" },
  spec: { backoffLimit: 1 },
  reason: "Error",
  failure: { reason: "Error", exitCode: 3, container: "main" },
  hint: "",
};

/** Real containers that fail for real reasons. */
const WHY: Record<string, Why> = {
  "exit-code": {
    container: sh("echo no such table > /dev/termination-log; exit 42"),
    reason: "Error",
    failure: {
      reason: "Error",
      attempt: 1,
      exitCode: 42,
      container: "main",
      terminationMessage: "no such table",
    },
    hint: "",
  },
  "exit-255": {
    container: sh("echo PHP Fatal error > /dev/termination-log; exit 255"),
    reason: "Error",
    failure: { exitCode: 255, terminationMessage: "PHP Fatal error" },
    lacks: ["signal", "hint"],
    hint: "",
  },
  ...Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`in-place-${n}`, IN_PLACE])),
  secret: {
    container: {
      ...sh("echo $PASSWORD; exit 3"),
      env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "login", key: "password" } } }],
    },
    reason: "Error",
    failure: { exitCode: 3 },
    lacks: ["terminationMessage"],
    hint: "",
  },
  "last-words": {
    container: {
      ...sh("echo connecting; printf '\\033[31mno route to db\\033[0m\\n'; exit 4"),
      terminationMessagePolicy: "FallbackToLogsOnError",
    },
    reason: "Error",
    failure: { exitCode: 4, terminationMessage: "connecting\nno route to db" },
    hint: "",
  },
  "first-cause": {
    container: sh("sleep 1; echo duplicate key > /dev/termination-log; exit 3"),
    beside: [busybox("helper", "sleep 4; exit 143")],
    reason: "Error",
    failure: { container: "main", exitCode: 3, terminationMessage: "duplicate key" },
    hint: "",
  },
  "proxy-exits": {
    container: sh("echo migrated"),
    beside: [busybox("sql-proxy", "sleep 4; exit 143")],
    reason: "Error",
    failure: {
      container: "sql-proxy",
      exitCode: 143,
    },
    says: /sql-proxy .* ended with exit code 143; main had succeeded$/,
    hint: "native sidecar",
  },
  "no-command": {
    container: { command: ["/nothing"] },
    reason: "StartError",
    failure: { reason: "StartError" },
    hint: "command",
  },
  "oom-kill": {
    container: {
      ...sh("a=x; while true; do a=$a$a; done"),
      resources: { requests: { memory: "16Mi" }, limits: { memory: "16Mi" } },
    },
    reason: "OOMKilled",
    failure: { reason: "OOMKilled", exitCode: 137, signal: 9 },
    hint: "limits.memory",
  },
  "ends-with-137": {
    container: sh("exit 137"),
    reason: "Error",
    failure: { exitCode: 137, signal: 9 },
    hint: "may have been killed",
  },
  "liveness-probe": {
    container: {
      ...sh("sleep 600"),
      livenessProbe: { exec: { command: ["false"] }, periodSeconds: 1, failureThreshold: 2 },
    },
    pod: { terminationGracePeriodSeconds: 1 },
    reason: "Unhealthy",
    failure: { container: "main" },
    says: /its liveness probe failed/,
    hint: "probe",
  },
  "pod-deadline": {
    container: sh("sleep 600"),
    pod: { activeDeadlineSeconds: 3, terminationGracePeriodSeconds: 1 },
    reason: "PodDeadlineExceeded",
    failure: {},
    says: /its own deadline of 3 s/,
    hint: "from template.spec to spec",
  },
  "init-loop": {
    pod: {
      restartPolicy: "OnFailure",
      initContainers: [busybox("wait-db", "echo no route to db > /dev/termination-log; exit 9")],
    },
    spec: { backoffLimit: 6, runs: { startDeadlineSeconds: 15 } },
    reason: "CrashLoopBackOff",
    ended: "StartDeadlineExceeded",
    failure: { container: "wait-db", exitCode: 9, terminationMessage: "no route to db" },
    hint: "",
  },
  "sidecar-not-up": {
    pod: {
      initContainers: [
        busybox("proxy", "sleep 600", {
          restartPolicy: "Always",
          startupProbe: { exec: { command: ["false"] }, periodSeconds: 1, failureThreshold: 600 },
        }),
      ],
      terminationGracePeriodSeconds: 1,
    },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "Unhealthy",
    ended: "StartDeadlineExceeded",
    failure: { container: "proxy" },
    says: /Startup probe failed/,
    hint: "probe",
  },
  "no-image": {
    container: { image: "registry.invalid/nothing:1" },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "ImagePullBackOff",
    ended: "StartDeadlineExceeded",
    failure: { reason: "ImagePullBackOff", container: "main" },
    hint: "imagePullSecrets",
  },
  "no-key": {
    container: {
      env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "kube-root-ca.crt", key: "nothing" } } }],
    },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "CreateContainerConfigError",
    ended: "StartDeadlineExceeded",
    failure: { reason: "CreateContainerConfigError", container: "main" },
    hint: "ConfigMap",
  },
  "no-volume": {
    container: { volumeMounts: [{ name: "v", mountPath: "/v" }] },
    pod: { volumes: [{ name: "v", secret: { secretName: "nothing" } }] },
    spec: { runs: { startDeadlineSeconds: 15 } },
    reason: "FailedMount",
    ended: "StartDeadlineExceeded",
    failure: { reason: "FailedMount" },
    hint: "Secret",
  },
  deadline: {
    container: sh("sleep 600"),
    pod: { terminationGracePeriodSeconds: 1 },
    spec: { activeDeadlineSeconds: 4 },
    reason: "DeadlineExceeded",
    ended: "DeadlineExceeded",
    failure: { container: "main" },
    says: /container main of pod deadline-\S+ still ran, since 20\S+, on node /,
    hint: "activeDeadlineSeconds",
  },
};

describe.skipIf(inject("noRealNode") !== undefined)("why a task failed, with real containers", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("why");
    const items = Object.entries(WHY).map(([name, { container = {}, beside = [], pod, spec }]) => {
      // So many at once that they would not fit the node otherwise.
      const resources = { requests: { cpu: "5m", memory: "16Mi" } };
      const containers = [{ name: "main", image: "busybox:1.36", resources, ...container }, ...beside];
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

  test.each(Object.entries(WHY))(
    "%s",
    async (name, { reason, ended = "BackoffLimitExceeded", failure, lacks = [], says = /./, hint }) => {
      const failed = await eventually(
        () => read(name),
        (task) => task?.status?.phase === "Failed",
        90_000,
      );
      expect(ready(failed)?.reason).toBe(reason);
      expect(failed?.status?.conditions?.find(({ type }) => type === "Failed")?.reason).toBe(ended);
      expect(failed?.status?.failure).toMatchObject(failure);
      for (const field of lacks) expect(failed?.status?.failure).not.toHaveProperty(field);
      expect(failed?.status?.failure?.message).toMatch(says);
      expect(failed?.status?.failure?.hint ?? "").toContain(hint);
    },
  );

  test("the value of a Secret is told nowhere, though its container prints it and fails", async () => {
    const ended = await eventually(
      () => read("secret"),
      (task) => task?.status?.phase === "Failed",
      60_000,
    );
    const logs = await world.kubectl(["logs", ended?.status?.failure?.pod ?? ""]);
    expect(logs.stdout).toContain(PASSWORD);
    expect(await findSecret(world, PASSWORD, world.operator.logFile)).toEqual([]);
  });
});
