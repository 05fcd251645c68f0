import { expect } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Client } from "../../../src/kube/client.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { compareVersions } from "../../../src/kube/resource-version.ts";
import { type Lease, LEASES } from "../../../src/kube/leader-election/lease.ts";
import { BATCHTASKS, JOBS, PODS } from "../../../src/api/resources.ts";

export interface Place {
  client: Client;
  /** Exists, and is empty. */
  namespace: string;
}

const template = {
  spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] },
};
/** Held back, so that no controller acts on it. */
const held = { template, suspend: true };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server fills in the rest of metadata
const newTask = (namespace: string) => ({ metadata: { namespace, name: "t" }, spec: held }) as BatchTask;
const create = ({ client, namespace }: Place) => client.create(BATCHTASKS, newTask(namespace));
const ref = (namespace: string) => ({ namespace, name: "t" });
const conflict = { status: 409, reason: "Conflict" };

/** What the simulations build upon: each case holds for the fake API server as for the real one. */
export const CASES: Record<string, (place: Place) => Promise<void>> = {
  async "a new object gets its UID, version and generation, and no status of its own"(place) {
    const wish = { ...newTask(place.namespace), status: { observedGeneration: 7 } };
    const task = await place.client.create(BATCHTASKS, wish);
    expect(task.metadata).toMatchObject({ generation: 1, name: "t", namespace: place.namespace });
    expect(task.metadata.uid).not.toBe("");
    expect(task.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(task.status).toEqual({ observedGeneration: -1 });
    expect(task).toMatchObject({ apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask" });
  },

  async "a name is taken once"(place) {
    await create(place);
    await expect(create(place)).rejects.toMatchObject({ status: 409, reason: "AlreadyExists" });
  },

  async "what does not exist: undefined for get, 404 for a patch, peace for a delete"({ client, namespace }) {
    expect(await client.get(JOBS, ref(namespace))).toBeUndefined();
    const patched = client.mergePatch(BATCHTASKS, ref(namespace), { spec: { parallelism: 2 } });
    await expect(patched).rejects.toMatchObject({ status: 404, reason: "NotFound" });
    await client.delete(JOBS, ref(namespace), { uid: "any" });
  },

  async "a status is replaced alone: neither spec nor generation change"(place) {
    const task = await create(place);
    const spec = { ...task.spec, parallelism: 9 };
    const labels = { a: "b" };
    const written = await place.client.replaceStatus(BATCHTASKS, {
      ...task,
      spec,
      metadata: { ...task.metadata, labels },
      status: { observedGeneration: 1, phase: "Pending" },
    });
    expect(written.status).toEqual({ observedGeneration: 1, phase: "Pending" });
    expect(written.spec).toEqual(task.spec);
    expect(written.metadata.generation).toBe(1);
    expect(compareVersions(written.metadata.resourceVersion, task.metadata.resourceVersion)).toBeGreaterThan(
      0,
    );
    expect(await place.client.get(BATCHTASKS, ref(place.namespace))).toMatchObject({
      status: written.status,
      metadata: { resourceVersion: written.metadata.resourceVersion },
    });
  },

  async "a status is compared and swapped: an older version or another UID is refused"(place) {
    const { client } = place;
    const task = await create(place);
    const status = { observedGeneration: 1 };
    await client.replaceStatus(BATCHTASKS, { ...task, status });
    const again = client.replaceStatus(BATCHTASKS, { ...task, status: { observedGeneration: 2 } });
    await expect(again).rejects.toMatchObject(conflict);
    const fresh = await client.get(BATCHTASKS, ref(place.namespace));
    expect(fresh?.status).toEqual(status);
    const metadata = {
      ...task.metadata,
      resourceVersion: fresh?.metadata.resourceVersion ?? "",
      uid: "00000000-0000-0000-0000-000000000000",
    };
    const other = client.replaceStatus(BATCHTASKS, { ...task, metadata, status });
    await expect(other).rejects.toMatchObject({ status: 409 });
  },

  async "a write that changes nothing leaves the version"(place) {
    const { client, namespace } = place;
    const task = await create(place);
    const status = { observedGeneration: 1 };
    const written = await client.replaceStatus(BATCHTASKS, { ...task, status });
    const again = await client.replaceStatus(BATCHTASKS, { ...written, status });
    expect(again.metadata.resourceVersion).toBe(written.metadata.resourceVersion);
    const patched = await client.mergePatch(BATCHTASKS, ref(namespace), { spec: { suspend: true } });
    expect(patched.metadata).toMatchObject({
      resourceVersion: written.metadata.resourceVersion,
      generation: 1,
    });
  },

  async "a patch of spec counts the generation up; null takes a field out; the status stays"(place) {
    const { client, namespace } = place;
    await create(place);
    const spec = { parallelism: 3, suspend: null };
    const patch = { spec, status: { observedGeneration: 5 } };
    const patched = await client.mergePatch(BATCHTASKS, ref(namespace), patch);
    expect(patched.metadata.generation).toBe(2);
    expect(patched.spec.parallelism).toBe(3);
    expect(patched.spec).not.toHaveProperty("suspend");
    expect(patched.status).toEqual({ observedGeneration: -1 });
  },

  async "a patch with a version is a compare-and-swap, with a UID it is for this object only"(place) {
    const { client, namespace } = place;
    const task = await create(place);
    const { uid, resourceVersion } = task.metadata;
    const patch = (metadata: object) =>
      client.mergePatch(BATCHTASKS, ref(namespace), { metadata, spec: { parallelism: 2 } });
    await patch({ uid, resourceVersion });
    await expect(patch({ uid, resourceVersion })).rejects.toMatchObject(conflict);
    const other = await patch({ uid: "00000000-0000-0000-0000-000000000000" }).catch(
      (error: unknown) => error,
    );
    expect(other).toMatchObject({ status: 422 });
    expect(other instanceof ApiError && other.causes.map(({ field }) => field)).toContain("metadata.uid");
  },

  async "a Job takes new values for what is mutable, and no others"(place) {
    const { client, namespace } = place;
    const created = await client.create(JOBS, { metadata: ref(namespace), spec: held });
    expect(created).toMatchObject({ spec: { parallelism: 1, suspend: true, completions: 1 }, status: {} });
    // The Job controller writes its status meanwhile, so there is no version to compare.
    const { uid } = created.metadata ?? {};
    const metadata = { uid };
    const spec = { parallelism: 0, backoffLimit: 1, activeDeadlineSeconds: 9, ttlSecondsAfterFinished: 9 };
    const patched = await client.mergePatch(JOBS, ref(namespace), { metadata, spec });
    expect(patched).toMatchObject({ spec, metadata: { generation: 2, uid } });
    const fixed = client.mergePatch(JOBS, ref(namespace), { spec: { completions: 5 } });
    await expect(fixed).rejects.toMatchObject({ status: 422 });
  },

  async "an Indexed Job takes completions that its parallelism then equals, and no others"({
    client,
    namespace,
  }) {
    const spec = { ...held, completionMode: "Indexed" as const, completions: 3, parallelism: 2 };
    await client.create(JOBS, { metadata: ref(namespace), spec });
    const patch = (completions: number, parallelism?: number) =>
      client.mergePatch(JOBS, ref(namespace), { spec: { completions, ...(parallelism && { parallelism }) } });
    for (const both of [5, 2])
      expect((await patch(both, both)).spec).toMatchObject({ completions: both, parallelism: both });
    await expect(patch(4)).rejects.toMatchObject({ status: 422 });
    await expect(patch(4, 3)).rejects.toMatchObject({ status: 422 });
  },

  async "a deletion is of this object only; its name is free again, for another UID"(place) {
    const { client, namespace } = place;
    const first = await create(place);
    const wrong = client.delete(BATCHTASKS, ref(namespace), { uid: "00000000-0000-0000-0000-000000000000" });
    await expect(wrong).rejects.toMatchObject(conflict);
    await client.delete(BATCHTASKS, ref(namespace), { uid: first.metadata.uid });
    expect(await client.get(BATCHTASKS, ref(namespace))).toBeUndefined();
    const second = await create(place);
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    expect(second.metadata.generation).toBe(1);
  },

  async "a list holds all of a namespace, with their kind and no version above its own"(place) {
    const { client, namespace } = place;
    const task = await create(place);
    const all = await client.list(BATCHTASKS, { namespace });
    expect(all.items).toEqual([expect.objectContaining({ kind: "BatchTask" })]);
    expect(all.items[0]?.metadata.uid).toBe(task.metadata.uid);
    expect(compareVersions(all.resourceVersion, task.metadata.resourceVersion)).toBeGreaterThanOrEqual(0);
    expect((await client.list(BATCHTASKS, { namespace: "nowhere" })).items).toEqual([]);
  },

  async "a list of pods that have failed holds no others, by name and at most as many as asked for"(place) {
    const { client, namespace } = place;
    for (const [name, phase] of [
      ["c", "Failed"],
      ["b", "Pending"],
      ["a", "Failed"],
    ] as const) {
      // Gated, so that no node takes it.
      const spec = { ...template.spec, schedulingGates: [{ name: "test.batchtask.dev/held" }] };
      await client.create(PODS, { metadata: { namespace, name }, spec });
      await client.mergePatch(PODS, { namespace, name }, { status: { phase } }, { subresource: "status" });
    }
    const names = async (limit: number, fieldSelector?: string) => {
      const { items } = await client.list(PODS, { namespace, fieldSelector, limit });
      return items.map(({ metadata }) => metadata?.name);
    };
    expect(await names(20, "status.phase=Failed")).toEqual(["a", "c"]);
    expect(await names(1, "status.phase=Failed")).toEqual(["a"]);
    expect(await names(2)).toEqual(["a", "b"]);
  },

  async "a Lease is taken by compare-and-swap and given up by null"({ client, namespace }) {
    const held = { holderIdentity: "a", leaseDurationSeconds: 15, leaseTransitions: 0 };
    const lease = await client.create<Lease>(LEASES, { metadata: ref(namespace), spec: held });
    const take = (holderIdentity: string | null) => {
      const { uid, resourceVersion } = lease.metadata ?? {};
      const patch = { metadata: { uid, resourceVersion }, spec: { holderIdentity } };
      return client.mergePatch(LEASES, ref(namespace), patch);
    };
    expect((await take(null)).spec).toEqual({ leaseDurationSeconds: 15, leaseTransitions: 0 });
    await expect(take("b")).rejects.toMatchObject(conflict);
  },
};
