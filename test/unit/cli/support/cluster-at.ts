import { onTestFinished } from "vitest";
import type { Cluster } from "../../../../src/cli/cluster/connect.ts";
import { createClient } from "../../../../src/kube/client.ts";
import { systemClock } from "../../../../src/kube/clock.ts";
import { createTransport } from "../../../../src/kube/transport/transport.ts";
import type { FakeServer } from "../../kube/support/fake-server.ts";

/** The cluster of a server, until the test ends. */
export function clusterAt({ access }: Pick<FakeServer, "access">): Cluster {
  const transport = createTransport({ access, clock: systemClock, random: () => 0.5 });
  onTestFinished(() => transport.close());
  const client = createClient(transport, { fieldManager: "test" });
  return { client, transport, access, namespace: "team", now: () => Date.now() };
}
