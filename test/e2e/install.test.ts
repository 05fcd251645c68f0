import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { manifestsOf } from "../examples/manifests.ts";
import { eventually } from "../integration/support/eventually.ts";
import { commandsOf } from "../support/pages.ts";
import { BUILD_MS } from "../tools/tool.ts";
import { idle, measure } from "./install/footprint.ts";
import { contentsOf, SHELL } from "./install/image.ts";
import { deletedLeader, operatorPods, requestedMiB, untilLeads } from "./install/operator.ts";
import { allObjects } from "./install/objects.ts";
import { pagesCommands } from "./install/pages.ts";
import { grantedRights, usedRights } from "./install/rights.ts";
import {
  type Execution,
  executionOf,
  isPlayedOut,
  jobOf,
  letGo,
  ownedJob,
  patientTask,
  playedTasks,
  taskNamed,
  taskOf,
  untilFinished,
  untilRun,
  untilRunning,
} from "./install/tasks.ts";
import {
  admits,
  INSTANCE,
  NAMESPACE,
  prepareWorld,
  RELEASE,
  TASKS,
  TESTER,
  type World,
} from "./install/world.ts";

/** What is granted, and no audit log of this test can show in use; with the reason. */
const UNSEEN = {
  "update batchtask.dev/batchtasks/finalizers": "admission asks for it, inside of the API server",
  "patch batch/jobs/status": "for Job controllers before 1.36, which leave a suspended Job its start",
  "list batch/jobs": "for API servers that can't stream a list; this one can",
};

/** Clusters have it off unless told otherwise; one that is built here has it on. */
const OWNER_ENFORCEMENT = "OwnerReferencesPermissionEnforcement";

/** Asked of an API server that seems to be away, as everybody may: whether one was is a matter of moments. */
const READY = "/readyz";

/** Needed of a task that an earlier leader may have started: whether this test has one is a matter of moments. */
const SOMETIMES: ReadonlySet<string> = new Set([
  "get batchtask.dev/batchtasks",
  "get batch/jobs",
  "list core/events",
]);

const HELM = "docs/install/helm.md";
const HOOK = "deploy/helm-hook";
const UNINSTALL = "docs/install/uninstall.md";

/** For each of the tests, on a machine however busy. */
const LONGEST_MS = 8 * 60_000;

/** Tasks at once that make the operator busy. */
const LOAD = 300;

/** The life of one release, from the first installation to the last trace: each test goes on from the one before. */
describe.skipIf(inject("noRealNode") !== undefined)(
  "the chart on a real node",
  { timeout: LONGEST_MS },
  () => {
    let world: World;
    let before: string[];
    /** When Helm takes the operator's rights away, while its pods still end. */
    const uninstalling = { from: 0, to: 0 };
    /** Tasks that have run, and how. */
    const executions = new Map<string, Execution>();

    const apply = async (...tasks: object[]): Promise<void> => {
      await world.inTasks(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items: tasks });
    };
    const phaseOf = async (name: string) => (await untilFinished(world, name))?.status?.phase;
    /** Does something while the tasks run, then has them end, and has seen each of them run just once. */
    const unharmed = async (names: string[], action: (end: () => Promise<void>) => Promise<unknown>) => {
      let ended = false;
      const end = async () => {
        if (!ended) await Promise.all(names.map((name) => letGo(world, name)));
        ended = true;
      };
      await apply(...names.map(patientTask));
      await Promise.all(names.map((name) => untilRunning(world, name)));
      const started = await Promise.all(names.map((name) => executionOf(world, name)));
      expect(started.map(({ run, pods }) => [run, pods.length])).toEqual(names.map(() => [1, 1]));
      await action(end);
      await end();
      for (const [n, name] of names.entries()) {
        expect([name, await phaseOf(name)]).toEqual([name, "Succeeded"]);
        expect(await executionOf(world, name)).toEqual(started[n]);
        executions.set(name, await executionOf(world, name));
      }
    };

    beforeAll(async () => {
      world = await prepareWorld(process.env);
      before = await allObjects(world);
      await world.kubectl("create", "namespace", NAMESPACE);
      await world.kubectl("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
      await world.kubectl("create", "namespace", TASKS);
    }, BUILD_MS);
    afterAll(() => world?.end());

    test("the previous version installs into a namespace that enforces restricted, and both replicas are ready", async () => {
      await world.helm("install", RELEASE, world.previousChart, "--wait", "--timeout=3m", "--set=workers=4");
      const pods = await operatorPods(world);
      expect(pods.map(({ ready, image }) => [ready, image.split(":").at(-1)])).toEqual([
        [true, world.previousVersion],
        [true, world.previousVersion],
      ]);
    });

    test("its image is the Dockerfile's, the same each time: the bundles, no shell, nothing that was run", async ({
      skip,
    }) => {
      const { archive, others } = world.image;
      if ("notBuilt" in others) return skip(others.notBuilt);
      const [built, byHand] = [contentsOf(archive), contentsOf(others.byHand)];
      expect(built.config).toEqual(byHand.config);
      expect(built.files).toEqual(byHand.files);
      expect(built.files).toMatchObject({ "app/operator.mjs": /^444 0:0 / });
      expect(Object.keys(built.files).filter((path) => SHELL.test(path))).toEqual([]);
      expect(built.ran).toEqual([]);
      expect(readFileSync(others.again).equals(readFileSync(archive))).toBe(true);
    });

    test("the three commands of NOTES run as pasted", async () => {
      const commands = pagesCommands(await world.helm("get", "notes", RELEASE));
      expect(commands).toHaveLength(3);
      expect(await world.paste(commands.join("\n"))).toMatch(/hello\s+.*Succeeded/);
    });

    test("helm test passes", async () => {
      const said = await world.helm("test", RELEASE, "--timeout=3m", "--logs");
      expect(said).toContain("Phase:          Succeeded");
      expect(said).toContain("The BatchTask succeeded");
    });

    test("who may make Jobs and no more can't make one that blocks the deletion of a task", async ({
      skip,
    }) => {
      if (!(await admits(world, OWNER_ENFORCEMENT)))
        return skip(`${OWNER_ENFORCEMENT} is off on this cluster`);
      const made = await world.cluster.kubectl(
        ["create", "--filename=-", "--dry-run=server", "--namespace", NAMESPACE, `--as=${TESTER}`],
        { input: JSON.stringify(await ownedJob(world, "hello")) },
      );
      expect(made.stderr).toContain("cannot set blockOwnerDeletion");
    });

    test.each(["hello", "single-completion", "restart-on-failure", "guarded"])(
      "the example %s succeeds",
      async (name) => {
        await world.inTasks(["apply", "-f", "-"], JSON.parse(await manifestsOf(name)));
        expect(await phaseOf(name)).toBe("Succeeded");
        executions.set(name, await executionOf(world, name));
      },
    );

    test("a task outlives the leader", async () => {
      await unharmed(["leaderless"], async () => {
        const gone = await deletedLeader(world);
        expect(await untilLeads(world)).not.toBe(gone);
      });
    });

    test("an upgrade restarts no task", async () => {
      await unharmed(["upgraded-1", "upgraded-2", "upgraded-3"], async () => {
        await paste(HELM, "Upgrade");
        const images = (await operatorPods(world)).map(({ image }) => image.split(":").at(-1));
        expect(images).not.toContain(world.previousVersion);
        expect(images).toHaveLength(2);
      });
    });

    test("idle and busy it stays within what it requests", async () => {
      const leader = await untilLeads(world);
      const pods = (await operatorPods(world)).map(({ name }) => name);
      const quiet = await measure(world, pods, idle(60));
      const busy = await measure(world, pods, async () => {
        await apply(...playedTasks(LOAD));
        await eventually(
          async () => (await world.client.list(BATCHTASKS, { namespace: TASKS })).items,
          (tasks) => tasks.filter(isPlayedOut).length === LOAD,
          LONGEST_MS / 2,
        );
      });
      tell(`Footprint of the operator's pods: ${JSON.stringify({ leader, quiet, busy }, undefined, 1)}`);
      await world.inTasks(["delete", "batchtask", "--selector=load", "--wait=false"]);
      const requested = await requestedMiB(world);
      expect(requested).toBeGreaterThan(0);
      for (const { pod, peakMiB } of [...quiet, ...busy]) {
        expect(peakMiB, `${pod} requests ${requested} MiB`).toBeLessThanOrEqual(requested);
      }
    });

    test("changed values take effect", async () => {
      const changes = "--reuse-values --set=logging.level=debug,policy.baseline.rules.backoffLimit.max=1";
      await world.helm("upgrade", RELEASE, world.chart, "--wait", "--timeout=3m", ...changes.split(" "));
      expect((await operatorPods(world))[0]?.args).toContain("--log-level=debug");
      // The one before may still be ending, and the next knows nothing of its events.
      await untilLeads(world);
      await apply(taskOf("bounded", "true", { backoffLimit: 5 }));
      expect((await untilFinished(world, "bounded"))?.status?.adjustments).toContainEqual(
        expect.objectContaining({ field: "backoffLimit", policy: "platform", applied: "1" }),
      );
      // The same is told of the second run, which makes a series of the event.
      await world.inTasks(["annotate", "batchtask/bounded", "batchtask.dev/rerun=again"]);
      await untilRun(world, "bounded", 2);
    });

    test("a Helm hook that runs a task waits for its end, passes its logs on, and fails the release as it fails", async () => {
      const image = (await operatorPods(world))[0]?.image ?? "";
      const release = (script: string) => {
        const values = [
          `--set=image=${image}`,
          `--set-json=migration.command=${JSON.stringify(["sh", "-c", script])}`,
        ];
        return world.helm(
          "upgrade",
          "--install",
          "app",
          HOOK,
          `--namespace=${TASKS}`,
          "--timeout=3m",
          ...values,
        );
      };
      await release("echo all tables moved");
      expect(await phaseOf("migrate")).toBe("Succeeded");
      expect(await world.inTasks(["logs", "job/migrate"])).toContain("all tables moved");
      await expect(release("echo no such table; exit 3")).rejects.toThrow(/pre-upgrade hooks failed/);
      expect((await taskNamed(world, "migrate"))?.status).toMatchObject({
        phase: "Failed",
        failure: { exitCode: 3 },
        run: { number: 2 },
      });
      expect(await world.inTasks(["logs", "job/migrate"])).toContain("no such table");
      await world.helm("uninstall", "app", `--namespace=${TASKS}`);
    });

    test("a failure is explained, an edit reaches the Job in place, a replaced run is stopped, a task removes itself", async () => {
      await apply(
        taskOf("failing", "echo broken >/dev/termination-log; exit 3"),
        taskOf("edited", "sleep 300"),
        taskOf("replaced", "sleep 300", { runs: { onChange: "Immediately" } }),
        taskOf("leaving", "true", { runs: { deleteAfterSeconds: 1 } }),
      );
      expect((await untilFinished(world, "failing"))?.status?.failure).toMatchObject({ exitCode: 3 });
      await untilRunning(world, "edited");
      await world.inTasks(["patch", "bt/edited", "--type=merge", "--patch", '{"spec":{"suspend":true}}']);
      await eventually(
        () => jobOf(world, "edited"),
        (job) => job?.spec?.suspend === true,
      );
      await untilRunning(world, "replaced");
      await apply(taskOf("replaced", "true", { runs: { onChange: "Immediately" } }));
      await untilRun(world, "replaced", 2);
      await eventually(
        () => taskNamed(world, "leaving"),
        (task) => task === undefined,
        60_000,
      );
      await world.inTasks(["delete", "batchtask/edited"]);
    });

    test("after uninstall BatchTasks and Jobs stay, and the next installation takes them up without a rerun", async () => {
      await unharmed(["orphaned-1", "orphaned-2"], async (end) => {
        const jobs = await jobUids();
        uninstalling.from = Date.now();
        await paste(UNINSTALL, "The operator alone");
        uninstalling.to = Date.now();
        expect(await operatorPods(world)).toEqual([]);
        expect(await jobUids()).toEqual(jobs);
        await end();
        const [install = ""] = commandsOf("README.md", "Install it");
        expect(await world.paste(install)).toContain("Phase:          Succeeded");
      });
      for (const [name, execution] of executions) {
        expect([name, await executionOf(world, name)]).toEqual([name, execution]);
      }
    });

    test("the operator used all that it is granted, and asked for nothing else", async ({ skip }) => {
      if (world.cluster.has.auditLog === undefined) return skip("the cluster has no audit log");
      const granted = await grantedRights(world);
      const { rights, refused, paths } = await usedRights(world, uninstalling);
      expect({
        refused,
        notGranted: [...rights].filter((right) => !granted.has(right)),
        notUsed: [...granted].filter((right) => !rights.has(right) && !SOMETIMES.has(right)).toSorted(),
        paths: [...paths].filter((path) => path !== READY).toSorted(),
      }).toEqual({
        refused: [],
        notGranted: [],
        notUsed: Object.keys(UNSEEN).toSorted(),
        // Whether the cluster has admission policies, and how old it is: everybody may ask that.
        paths: ["/apis/admissionregistration.k8s.io/v1", "/version"],
      });
    });

    test("for named namespaces Roles alone do", async () => {
      const values = `--reset-values --set=watchNamespaces={${TASKS}}`;
      const pods = (await operatorPods(world)).map(({ name }) => `pod/${name}`);
      await world.helm("upgrade", RELEASE, world.chart, "--wait", "--timeout=3m", ...values.split(" "));
      // Those that had the other rights have to be gone.
      await world.kubectl("wait", "--for=delete", "--timeout=60s", ...pods);
      const from = Date.now();
      await world.kubectl("rollout", "restart", `deployment/${RELEASE}`);
      await world.kubectl("rollout", "status", `deployment/${RELEASE}`, "--timeout=60s");
      await untilLeads(world);
      await apply(taskOf("namespaced", "echo done"));
      expect(await phaseOf("namespaced")).toBe("Succeeded");
      expect(
        await world.kubectl("get", "clusterrolebindings", `--selector=${INSTANCE}`, "--output=name"),
      ).toBe("");
      const { refused } = await usedRights(world, { from: 0, to: from });
      const kinds = new Set(refused.map((request) => request.split(" ").slice(0, 2).join(" ")));
      // Policies are optional then: it asks, and keeps to the built-in bounds.
      expect([...kinds].toSorted()).toEqual([
        "list batchtask.dev/batchtaskpolicies",
        "list core/namespaces",
        "watch batchtask.dev/batchtaskpolicies",
        "watch core/namespaces",
      ]);
    });

    test("removed as the page says, nothing is left", async () => {
      await paste(UNINSTALL, "All of it");
      await world.kubectl("delete", "namespace", TASKS);
      expect((await allObjects(world)).filter((object) => !before.includes(object))).toEqual([]);
    });

    test("installed as the page says, a task succeeds", async () => {
      expect(await paste(HELM, "Install with Helm")).toContain("Phase:          Succeeded");
    });

    const paste = (page: string, heading: string) => world.paste(commandsOf(page, heading).join(""));
    const tell = (line: string) => process.stderr.write(`${line}\n`);
    const jobUids = () => world.inTasks(["get", "jobs", "--output=jsonpath={.items[*].metadata.uid}"]);
  },
);
