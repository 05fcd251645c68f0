import { onTestFinished } from "vitest";
import type { ClusterAccess } from "../../../../src/kube/access/access.ts";
import type { AgentLimits } from "../../../../src/kube/transport/agents.ts";
import { createTransport, type Transport } from "../../../../src/kube/transport/transport.ts";
import { type FakeServer, fakeServer, type Handler } from "./fake-server.ts";
import { hastyClock } from "./manual-clock.ts";

export interface Scene {
  server: FakeServer;
  transport: Transport;
  sleeps: readonly number[];
  codes: string[];
}

/** The transport and a server that answers as scripted; delays are recorded, and over at once. */
export async function scene(
  handlers: Handler[],
  access: Partial<ClusterAccess> = {},
  limits: Partial<AgentLimits> = {},
): Promise<Scene> {
  const server = await fakeServer(handlers, access);
  const clock = hastyClock();
  const codes: string[] = [];
  const transport = createTransport({
    access: server.access,
    clock,
    random: () => 0,
    limits,
    metrics: { request: ({ code }) => codes.push(code) },
  });
  onTestFinished(async () => {
    await transport.close();
    await server.close();
  });
  return { server, transport, sleeps: clock.sleeps, codes };
}

export const get = { method: "GET", path: "/x" } as const;
export const post = { method: "POST", path: "/x", body: { a: 1 } } as const;
export const put = { method: "PUT", path: "/x", body: { a: 1 } } as const;
