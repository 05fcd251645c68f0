import type { Plan } from "../plan/plan.ts";
import { type Environment, runOrThrow } from "../util/run.ts";
import { which } from "../util/tools.ts";
import { holderOf, runInside } from "./inside.ts";

/** Joins machine and node by a pair of devices; the kernel removes both with the node's namespaces. */
export async function linkNode(plan: Plan, environment: Environment): Promise<void> {
  const { link, serviceCidr } = plan.network;
  if (link === undefined) return;
  const ip = which("ip", environment) ?? "ip";
  const outside = async (...args: string[]): Promise<void> => {
    await runOrThrow([ip, ...args], { environment, timeoutMs: 10_000 });
  };
  const inside = async (...args: string[]): Promise<void> => {
    await runInside(plan, [ip, ...args], environment);
  };
  const { device, hostAddress, nodeAddress } = link;
  const holder = String(await holderOf(plan));
  await outside("link", "add", device, "type", "veth", "peer", "name", "eth0", "netns", holder);
  await outside("address", "add", `${hostAddress}/30`, "dev", device);
  await outside("link", "set", device, "up");
  await inside("address", "add", `${nodeAddress}/30`, "dev", "eth0");
  await inside("link", "set", "eth0", "up");
  // So that processes of the node have a route to ClusterIPs.
  await inside("route", "add", serviceCidr, "dev", "eth0");
}
