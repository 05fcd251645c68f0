import type { World } from "./world.ts";

/** Kinds that come and go by themselves, or as long as anybody asks. */
const PASSING = new Set(["events", "events.events.k8s.io", "leases.coordination.k8s.io", "pods"]);

/** Every object of the cluster that stays until somebody removes it, as `resource/namespace/name`. */
export async function allObjects({ cluster, kubectl }: World): Promise<string[]> {
  const listable = await kubectl("api-resources", "--verbs=list,delete", "--output=name", "--cached=false");
  const kinds = listable
    .trim()
    .split("\n")
    .filter((kind) => !PASSING.has(kind));
  const columns = "NS:.metadata.namespace,NAME:.metadata.name";
  const lists = kinds.map(async (kind) => {
    const args = ["get", kind, "--all-namespaces", "--no-headers", `--output=custom-columns=${columns}`];
    const { code, stdout, stderr } = await cluster.kubectl(args);
    if (code !== 0) throw new Error(`${kind}: ${stderr}`);
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => `${kind}/${line.split(/\s+/).join("/")}`);
  });
  return (await Promise.all(lists)).flat().toSorted();
}
