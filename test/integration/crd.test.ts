import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { ACCEPTED } from "./fixtures/crd/accepted.ts";
import { FIXTURES, fixtureSpec, specWith } from "./fixtures/crd/manifests.ts";
import type { Json } from "./fixtures/crd/mutations.ts";
import { REFUSED } from "./fixtures/crd/refused.ts";
import { type Ended, Server } from "./fixtures/crd/server.ts";
import { isSince, needsKubernetes, NEWEST_MINOR } from "./support/kubernetes.ts";

const CREATE = ["create", "--filename", "-", "--dry-run=server", "--output", "json"];

let server: Server;
beforeAll(async () => {
  server = await Server.open(inject("kubectl"), inject("kubeconfig"), `crd-${Date.now().toString(36)}`);
});
afterAll(() => server[Symbol.asyncDispose]());

function task(spec: Json, name = "task"): Json {
  return { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", metadata: { name }, spec };
}

function create(spec: Json, ...flags: string[]): Promise<Ended> {
  return server.kubectl([...CREATE, ...flags], task(spec));
}

/** `spec` of an object in JSON. */
function specOf(text: string): Record<string, Json> {
  return z.object({ spec: z.record(z.string(), z.json()) }).parse(JSON.parse(text)).spec;
}

describe("a task that can't run", () => {
  it.each(REFUSED)("is refused at apply: $what", async ({ spec, says }) => {
    const { ok, stderr } = await create(spec);
    expect(ok).toBe(false);
    for (const part of says) expect(stderr).toContain(part);
  });

  it.for(REFUSED)("would be refused as a Job, too: $what", async ({ what, spec }, context) => {
    if (JSON.stringify(spec).includes("successPolicy")) needsKubernetes(31, "successPolicy", context);
    // The one thing that a Job could have and a task can't; without a fitting label it is refused as well.
    if (what === "manualSelector") return;
    expect((await server.tryCreate("Job", spec)).ok).toBe(false);
  });

  it("is refused for managedBy, which a Job has", async () => {
    const { ok, stderr } = await create(specWith({ job: { managedBy: "example.com/other" } }));
    expect(ok).toBe(false);
    expect(stderr).toContain("spec.managedBy: Forbidden: the operator owns managedBy");
    expect(stderr).toContain("remove the field");
  });

  it("leaves limits below requests to the Job, which knows every resource", async () => {
    const spec = specWith({ container: { resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } } });
    expect(await create(spec)).toMatchObject({ ok: true });
    expect((await server.tryCreate("Job", spec)).text).toContain("must be less than or equal to cpu limit");
  });
});

describe("a misspelt field", () => {
  const spec = { ...specWith({ pod: { conatiners: [] } }), backofflimit: 3 };
  const names = ['unknown field "spec.backofflimit"', 'unknown field "spec.template.spec.conatiners"'];

  it("is refused by name under strict validation, kubectl's default", async () => {
    const byDefault = await create(spec);
    const strict = await create(spec, "--validate=strict");
    for (const { ok, stderr } of [byDefault, strict]) {
      expect(ok).toBe(false);
      for (const name of names) expect(stderr).toContain(name);
    }
  });

  it("is warned about without", async () => {
    const { ok, stderr } = await create(spec, "--validate=warn");
    expect(ok).toBe(true);
    for (const name of names) expect(stderr).toContain(`Warning: ${name}`);
  });
});

/** What Jobs have accepted since a minor version alone; tasks always do. */
const SINCE = new Map([
  ["an odd env name", 32],
  ["a sleep without seconds", 33],
]);

describe("what a Job accepts, a task accepts", () => {
  it.each(ACCEPTED)("%s", async (what, spec) => {
    expect(await server.tryCreate("Job", spec)).toMatchObject({ ok: isSince(SINCE.get(what) ?? 0) });
    expect(await server.tryCreate("BatchTask", spec)).toMatchObject({ ok: true });
  });

  it("under a name of 253 characters, too long for a Job", async () => {
    expect(await server.tryCreate("BatchTask", specWith({}), "n".repeat(253))).toMatchObject({ ok: true });
  });
});

describe("every field of a Job", () => {
  it.each(FIXTURES)("of the %s Job is stored as it was written", async (name) => {
    const spec = fixtureSpec(name);
    const { ok, stdout, stderr } = await create(spec);
    expect({ ok, stderr }).toEqual({ ok: true, stderr: "" });
    const { runs: _, ...stored } = specOf(stdout);
    expect(stored).toEqual(spec);
  });

  it.for(FIXTURES)("of the %s Job means the same after a round trip", async (name, context) => {
    if (name !== "windows") needsKubernetes(NEWEST_MINOR, `all fields of the ${name} Job`, context);
    const spec = fixtureSpec(name);
    const { runs: _, ...stored } = specOf((await create(spec)).stdout);
    const direct = specOf((await server.tryCreate("Job", spec)).text);
    const roundTrip = specOf((await server.tryCreate("Job", stored)).text);
    expect(withoutIdentity(roundTrip)).toEqual(withoutIdentity(direct));
  });
});

/** The server gives every Job a UID, which its selector and labels repeat. */
function withoutIdentity(spec: Record<string, Json>): Json {
  const text = JSON.stringify(spec, (key, value: Json) =>
    key.endsWith("controller-uid") ? undefined : value,
  );
  return z.json().parse(JSON.parse(text));
}

describe("in the terminal", () => {
  const applied = task(specWith({ container: { resources: { limits: { cpu: 0.5 } } } }), "shown");

  it("explain shows the fields and what they mean", async () => {
    const spec = (await server.kubectl(["explain", "batchtask.spec"])).stdout;
    for (const field of ["backoffLimit", "template", "runs", "suspend"])
      expect(spec).toContain(`  ${field}\t`);
    expect(spec).not.toContain("<no description>");
    expect((await server.kubectl(["explain", "batchtask.spec.runs"])).stdout).toContain("onChange");
    expect((await server.kubectl(["explain", "bt.status"])).stdout).toContain("observedGeneration");
  });

  it("a new task has a status at once, which kstatus takes for unfinished", async () => {
    await server.kubectl(["apply", "--filename", "-"], applied);
    const { stdout } = await server.kubectl(["get", "bt", "shown", "--output", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      metadata: { generation: 1 },
      status: { observedGeneration: -1 },
      spec: { runs: { onChange: "WhenFinished" } },
    });
  });

  it("server-side apply of the same task changes nothing", async () => {
    const apply = ["apply", "--server-side", "--force-conflicts", "--filename", "-", "--output", "json"];
    const first: unknown = JSON.parse((await server.kubectl(apply, applied)).stdout);
    expect(JSON.parse((await server.kubectl(apply, applied)).stdout)).toEqual(first);
  });

  it("get shows phase, completions, duration, reason, last run and age; wide also run, job, how it ended and message", async () => {
    const now = "2026-01-01T00:00:00Z";
    const status = {
      observedGeneration: 1,
      phase: "Succeeded",
      completions: "3/3",
      duration: "12s",
      run: { number: 2, jobName: "shown-job", templateHash: "h", trigger: "Created", completionTime: now },
      conditions: [
        {
          type: "Ready",
          status: "True",
          reason: "Succeeded",
          message: "All done.",
          lastTransitionTime: now,
          observedGeneration: 1,
        },
      ],
    };
    const patch = JSON.stringify({ status });
    const patched = ["patch", "bt", "shown", "--subresource=status", "--type=merge", `--patch=${patch}`];
    expect(await server.kubectl(patched)).toMatchObject({ ok: true });
    const [head, row] = (await server.kubectl(["get", "bt", "shown"])).stdout.split("\n");
    expect(head?.split(/\s+/)).toEqual([
      "NAME",
      "PHASE",
      "COMPLETIONS",
      "DURATION",
      "REASON",
      "LAST",
      "RUN",
      "AGE",
    ]);
    expect(row).toMatch(/^shown +Succeeded +3\/3 +12s +Succeeded +\d+d +\d+s$/);
    // While the next run goes on, the end of the one before it is shown.
    const next = { ...status, run: { ...status.run, completionTime: null, lastCompletionTime: now } };
    const again = [
      "patch",
      "bt",
      "shown",
      "--subresource=status",
      "--type=merge",
      `--patch=${JSON.stringify({ status: next })}`,
    ];
    expect(await server.kubectl(again)).toMatchObject({ ok: true });
    expect((await server.kubectl(["get", "bt", "shown"])).stdout).toMatch(/Succeeded +\d+d +\d+s$/m);
    const [wideHead, wideRow] = (await server.kubectl(["get", "bt", "-o", "wide"])).stdout.split("\n");
    expect(wideHead).toMatch(/RUN +JOB +ENDED +SCHEDULE +NEXT +MESSAGE$/);
    expect(wideRow).toMatch(/2 +shown-job +All done\.$/);
    expect((await server.kubectl(["get", "all"])).stdout).toContain("batchtask.batchtask.dev/shown");
  });

  it("a client-side apply of crds/ works, and changes nothing the second time", async () => {
    const apply = ["apply", "--filename", "crds/batchtasks.batchtask.dev.yaml"];
    expect(await server.kubectl(apply)).toMatchObject({ ok: true });
    expect((await server.kubectl(apply)).stdout).toBe(
      "customresourcedefinition.apiextensions.k8s.io/batchtasks.batchtask.dev unchanged\n",
    );
  });
});
