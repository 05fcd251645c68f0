import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { clustersFolder, layoutOf } from "../layout.ts";
import { type Network, networkOf, SLOTS } from "../plan/network.ts";
import { readRecord } from "../supervise/record.ts";
import { isAlive } from "../util/process.ts";

/** The lowest slot that no running cluster and nothing else on this machine uses. */
export async function findSlot(cache: string, real: boolean): Promise<number> {
  const taken = takenSlots(cache);
  for (let slot = 0; slot < SLOTS; slot++) {
    if (taken.has(slot)) continue;
    if (await isFree(networkOf(slot, real))) return slot;
  }
  throw new Error(
    `no free slot: ${SLOTS} clusters or other programs use ports and addresses from each of them`,
  );
}

function takenSlots(cache: string): Set<number> {
  const folder = clustersFolder(cache);
  if (!existsSync(folder)) return new Set();
  const records = readdirSync(folder).map((name) => readRecord(layoutOf(cache, name).record));
  const live = records.filter((record) => isAlive(record?.supervisor) || isAlive(record?.starter));
  return new Set(live.flatMap((record) => (record === undefined ? [] : [record.slot])));
}

async function isFree({ link, ports }: Network): Promise<boolean> {
  if (link === undefined) {
    const free = await Promise.all(Object.values(ports).map((port: number) => isPortFree(port)));
    return !free.includes(false);
  }
  const neighbourhood = link.hostAddress.replace(/\d+$/, "");
  const addresses = Object.entries(networkInterfaces()).flatMap(([name, infos]) =>
    name === link.device ? [link.hostAddress] : (infos ?? []).map((info) => info.address),
  );
  return (
    !addresses.some((address) => address.startsWith(neighbourhood)) &&
    !existsSync(`/sys/class/net/${link.device}`)
  );
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
