import { setTimeout } from "node:timers/promises";
import { INSTANCE, NAMESPACE, RELEASE, type World } from "./world.ts";

/** A pod of the operator. */
export interface OperatorPod {
  readonly name: string;
  readonly ready: boolean;
  readonly image: string;
  readonly args: string[];
}

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: { containers: { image: string; args?: string[] }[] };
  status?: { conditions?: { type: string; status: string }[] };
}

/** The operator's pods, but those that are ending. */
export async function operatorPods({ kubectl }: World): Promise<OperatorPod[]> {
  const selector = `--selector=${INSTANCE},app.kubernetes.io/component=operator`;
  const text = await kubectl("get", "pods", selector, "--output=json");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a PodList of the API server
  const { items } = JSON.parse(text) as { items: Pod[] };
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      ready:
        status?.conditions?.some(({ type, status: truth }) => type === "Ready" && truth === "True") === true,
      image: spec.containers[0]?.image ?? "",
      args: spec.containers[0]?.args ?? [],
    }));
}

/** The memory that each pod requests. */
export async function requestedMiB({ kubectl }: World): Promise<number> {
  const path = "{.spec.template.spec.containers[0].resources.requests.memory}";
  const requested = await kubectl("get", "deployment", RELEASE, `--output=jsonpath=${path}`);
  const mebibytes = /^(\d+)Mi$/.exec(requested)?.[1];
  if (mebibytes === undefined) throw new Error(`a request of "${requested}" is not in Mi`);
  return Number(mebibytes);
}

const LONGEST_MS = 60_000;

/** Name of the pod that holds the Lease, once it is one that is not ending. */
export async function untilLeads(world: World): Promise<string> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    const holder = await holderOf(world);
    const leader = (await operatorPods(world)).find(({ name }) => holder.startsWith(name));
    if (leader !== undefined) return leader.name;
    if (performance.now() > end) throw new Error(`nobody leads: the Lease names "${holder}"`);
    await setTimeout(200);
  }
}

/** Deletes the pod that leads, and returns its name. */
export async function deletedLeader(world: World): Promise<string> {
  const name = await untilLeads(world);
  await world.kubectl("delete", "pod", name, "--wait=false");
  return name;
}

async function holderOf({ kubectl }: World): Promise<string> {
  const path = "--output=jsonpath={.spec.holderIdentity}";
  return await kubectl("get", "lease", RELEASE, `--namespace=${NAMESPACE}`, path);
}
