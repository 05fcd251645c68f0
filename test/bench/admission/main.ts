/**
 * What admission adds to a request that nobody else waits for: milliseconds of a creation, and of an edit that leaves spec
 * as it is, with none, with some and with many policies that hold in other namespaces.
 *
 *   npm run bench:admission [-- --policies 1000] [--containers 100] [--times 7] [--by name|team]
 *
 * `--by` is the label by which those that hold elsewhere select: a namespace's name is known without its labels.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { BATCHTASKS, POLICIES } from "../../../src/api/resources.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { inParallel } from "../../faults/support/pool.ts";
import { applyCrds } from "../../support/crds.ts";
import { quantile } from "../measure/quantile.ts";
import { NAMESPACE, openStage, type Stage } from "../stage.ts";
import { policy, task } from "./objects.ts";

const TASKS: Resource = BATCHTASKS;
const OWN_POLICIES: Resource = POLICIES;

const { values } = parseArgs({
  options: {
    policies: { type: "string", default: "1000" },
    containers: { type: "string", default: "100" },
    times: { type: "string", default: "7" },
    by: { type: "string", default: "name" },
  },
});
const times = Number(values.times);
const NAME = "kubernetes.io/metadata.name";
const label = values.by === "name" ? NAME : values.by;
const ref = { namespace: NAMESPACE, name: "judged" };
const object: KubeObject = Object.assign({ metadata: ref }, { spec: task(Number(values.containers)) });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The median and the fastest of so many creations and of edits of an annotation, in milliseconds. */
async function measure({ client }: Stage, what: string): Promise<void> {
  const creations: number[] = [];
  const edits: number[] = [];
  for (let time = 0; time <= times; time += 1) {
    creations.push(await timed(() => client.create(TASKS, object)));
    const annotations = { time: String(time) };
    edits.push(await timed(() => client.mergePatch(TASKS, ref, { metadata: { annotations } })));
    const uid = (await client.get(TASKS, ref))?.metadata?.uid ?? "";
    await client.delete(TASKS, ref, { uid });
  }
  // The first one of each also compiles what was changed.
  const [created, edited] = [creations, edits].map((all) =>
    [0.5, 0].map((q) => (quantile(all.slice(1), q) ?? 0).toFixed(0)).join(" "),
  );
  console.log(`${created}\t${edited}\t${what}`);
}

const stage = await openStage();
try {
  const { cluster, client } = stage;
  const kubectl = async (args: string[]): Promise<void> => {
    const { code, stderr } = await cluster.kubectl(args);
    if (code !== 0) throw new Error(stderr);
  };
  const add = async (from: number, to: number): Promise<void> => {
    const names = Array.from({ length: to - from }, (_, n) => `other-${from + n}`);
    await inParallel(
      names,
      8,
      async (name) => void (await client.create(OWN_POLICIES, policy(name, { [label]: name }))),
    );
  };
  /** Admission reads policies and its own objects by watches. */
  const settle = (): Promise<void> => sleep(5_000);

  await applyCrds(cluster);
  console.log(`ms, median and fastest of ${times}; ${values.containers} containers\ncreation\tannotation`);
  await measure(stage, "without admission policies");
  await kubectl(["apply", "-f", "deploy/admission/form.yaml", "-f", "deploy/admission/rights.yaml"]);
  await settle();
  await measure(stage, "with batchtask-form and batchtask-rights");
  await kubectl(["apply", "-f", "deploy/admission/"]);
  await settle();
  await measure(stage, "with all of deploy/admission, no BatchTaskPolicy");
  await client.create(OWN_POLICIES, policy("own", { [NAME]: NAMESPACE }));
  await settle();
  await measure(stage, "with one BatchTaskPolicy that holds here");
  const [some, many] = [Number(values.policies) / 5, Number(values.policies)];
  await add(0, some);
  await settle();
  await measure(stage, `and ${some} that hold elsewhere`);
  await add(some, many);
  await settle();
  await measure(stage, `and ${many} that hold elsewhere`);
} finally {
  await stage.close();
}
