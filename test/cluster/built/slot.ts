import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { type Network, networkOf, SLOTS } from "../plan/network.ts";
import { tryHold } from "../util/lock.ts";

/** Key that a cluster's supervisor holds as long as it runs: all of the machine's users see it. */
export function slotKey(slot: number): string {
  return `slot ${slot}`;
}

/** The lowest slot that no running cluster and nothing else on this machine uses. */
export async function findSlot(real: boolean): Promise<number> {
  for (let slot = 0; slot < SLOTS; slot++) {
    if ((await isUnheld(slot)) && (await isFree(networkOf(slot, real)))) return slot;
  }
  throw new Error(
    `no free slot: ${SLOTS} clusters or other programs use ports and addresses from each of them`,
  );
}

async function isUnheld(slot: number): Promise<boolean> {
  const held = await tryHold(slotKey(slot));
  if (held === undefined) return false;
  await new Promise((resolve) => held.close(resolve));
  return true;
}

async function isFree({ link, ports }: Network): Promise<boolean> {
  if (link === undefined) {
    const free = await Promise.all(Object.values(ports).map((port: number) => isPortFree(port)));
    return !free.includes(false);
  }
  const neighbourhood = link.hostAddress.replace(/\d+$/, "");
  const addresses = Object.values(networkInterfaces()).flatMap((infos) =>
    (infos ?? []).map((info) => info.address),
  );
  const taken = addresses.some((address) => address.startsWith(neighbourhood));
  return !taken && !existsSync(`/sys/class/net/${link.device}`);
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
