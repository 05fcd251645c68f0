import { expect, onTestFinished, test } from "vitest";
import { act, allowances } from "../../../../src/cli/ui/actions.ts";
import { fakeServer, json, status } from "../../kube/support/fake-server.ts";
import { schedule, task } from "../../support/task.ts";
import { clusterAt } from "../support/cluster-at.ts";
import { contextOf } from "../support/context.ts";
import { failed } from "../view/support/explained.ts";

const containing = (part: string): unknown => expect.stringContaining(part);

const all = { may: async () => true };

test("what can't be done has its reason, in the words of the verb", async () => {
  const ended = task({}, failed("Error", 3));
  expect(await allowances(ended, all)).toMatchObject({
    rerun: { allowed: true },
    suspend: { allowed: false, why: containing("has ended") },
    resume: { allowed: false, why: "it is not suspended" },
    cancel: { allowed: false, why: containing("kubectl delete batchtask report") },
  });
});

test("what one has no right to is not offered, and no reason is given", async () => {
  const rights = { may: async (verb: string) => verb === "delete" };
  expect(await allowances(task(), rights)).toEqual({
    rerun: { allowed: false },
    suspend: { allowed: false },
    resume: { allowed: false },
    cancel: { allowed: true },
  });
});

test("where rights can't be asked for, what there is to do is offered: the API server judges it", async () => {
  const rights = { may: () => Promise.reject(new Error("no review")) };
  expect(await allowances(task(), rights)).toMatchObject({
    rerun: { allowed: true },
    cancel: { allowed: true },
  });
});

test("a schedule that is suspended alone is resumed alone", async () => {
  const held = task({ runs: { schedule: schedule({ suspend: true }) } });
  expect((await allowances(held, all)).resume).toEqual({ allowed: true });
  const { done, patches } = await actOn(held, "resume");
  expect(done).toEqual({ message: "batchtask.batchtask.dev/report schedule resumed" });
  expect(patches).toEqual([
    { metadata: { uid: "task-uid" }, spec: { runs: { schedule: { suspend: false } } } },
  ]);
});

test("a rerun is asked for by its annotation, and one of a suspended task says what it waits for", async () => {
  const { done, patches } = await actOn(task({ suspend: true }), "rerun");
  expect(patches).toMatchObject([
    { metadata: { uid: "task-uid", annotations: { "batchtask.dev/rerun": "2026-01-01T00:00:00.000Z" } } },
  ]);
  expect(done).toMatchObject({ message: containing("once it is resumed") });
});

test("what there is nothing to do about is not sent", async () => {
  const { error, patches } = await actOn(task({}, failed("Error", 3)), "suspend");
  expect([error, patches]).toEqual([expect.objectContaining({ status: 409 }), []]);
});

test("a task that came to the name of the one that was shown is left alone", async () => {
  const other = task({ suspend: true });
  const { error, patches } = await actOn(
    { ...other, metadata: { ...other.metadata, uid: "other-uid" } },
    "resume",
  );
  expect([error, patches]).toEqual([expect.objectContaining({ status: 409 }), []]);
});

test("of a task that is gone it is said", async () => {
  const { error } = await actOn(undefined, "cancel");
  expect(error).toMatchObject({ status: 404, message: "there is no BatchTask report in namespace team" });
});

async function actOn(stored: object | undefined, action: "rerun" | "suspend" | "resume" | "cancel") {
  const patches: unknown[] = [];
  const server = await fakeServer([
    (request, response) => {
      if (!stored) return status(404, "NotFound", { name: "report" })(request, response);
      if (request.method === "PATCH") patches.push(JSON.parse(request.body));
      json(stored)(request, response);
    },
  ]);
  onTestFinished(() => server.close());
  const { context } = contextOf();
  const world = { context, cluster: clusterAt(server) };
  const done = act(
    world,
    { namespace: "team", name: "report", uid: "task-uid" },
    action,
    new AbortController().signal,
  );
  const [settled] = await Promise.allSettled([done]);
  return {
    patches,
    done: settled.status === "fulfilled" ? settled.value : undefined,
    error: settled.status === "rejected" ? (settled.reason as unknown) : undefined,
  };
}
