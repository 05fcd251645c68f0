import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { API_VERSION, KIND } from "../../../src/api/group.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { createTransport } from "../../../src/kube/transport/transport.ts";
import { runCli } from "../../unit/cli/support/run-cli.ts";
import { spec } from "../../unit/support/task.ts";
import { createWorld, type World } from "../support/world.ts";

let folder: string;
let world: World;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "impersonation-"));
  world = await createWorld();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const fileSchema = z.looseObject({
  users: z.array(z.looseObject({ user: z.record(z.string(), z.unknown()) })),
});

/** The administrator's kubeconfig, who acts as somebody else. */
async function actingAs(fields: object): Promise<string> {
  const file = fileSchema.parse(parse(await readFile(inject("kubeconfig"), "utf8")));
  for (const one of file.users) Object.assign(one.user, fields);
  const path = join(folder, `${Object.keys(fields).join("-")}.yaml`);
  await writeFile(path, stringify(file));
  return path;
}

const reviewSchema = z.object({
  status: z.object({
    userInfo: z.object({
      username: z.string(),
      uid: z.string().optional(),
      groups: z.array(z.string()),
      extra: z.record(z.string(), z.array(z.string())).optional(),
    }),
  }),
});

/** Who one is to the API server. */
async function whoAmI(path: string) {
  const access = await fromKubeconfig({ path, clock: systemClock });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  const client = createClient(transport, { fieldManager: "test" });
  try {
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    const { text } = await client.raw("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", { body });
    return reviewSchema.parse(JSON.parse(text)).status.userInfo;
  } finally {
    await transport.close();
  }
}

test("user, UID, groups and extra of a kubeconfig reach the API server as they are", async () => {
  const path = await actingAs({
    as: "jané@example.com",
    "as-uid": "0001",
    "as-groups": ["readers", "night shift"],
    "as-user-extra": { "example.com/Reason": ["support", "case 7"], "odd key%": ["x"] },
  });
  expect(await whoAmI(path)).toEqual({
    username: "jané@example.com",
    uid: "0001",
    groups: ["readers", "night shift", "system:authenticated"],
    extra: { "example.com/reason": ["support", "case 7"], "odd key%": ["x"] },
  });
});

test("who restricts himself may do no more than whom he acts as: the plugin creates nothing", async () => {
  const kubeconfig = await actingAs({ as: "nobody-in-particular" });
  const task = { apiVersion: API_VERSION, kind: KIND, metadata: { name: "restricted" }, spec: spec() };
  const args = ["run", "-f", "-", "--kubeconfig", kubeconfig, "-n", world.namespace];
  const { stderr, exitCode } = await runCli(args, { stdin: JSON.stringify(task) });
  expect(stderr).toContain('User "nobody-in-particular" cannot');
  expect(exitCode).not.toBe(0);
  expect(await world.client.get(BATCHTASKS, { namespace: world.namespace, name: "restricted" })).toBe(
    undefined,
  );
});
