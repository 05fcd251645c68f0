import { describe, expect, onTestFinished, test } from "vitest";
import { FencedError } from "../../../../src/kube/errors.ts";
import { createTransport } from "../../../../src/kube/transport/transport.ts";
import { fakeServer, type Handler, json, status } from "../support/fake-server.ts";
import { hastyClock } from "../support/manual-clock.ts";
import { get, post } from "../support/transport.ts";

async function gatedScene(open: () => boolean, handlers: Handler[]) {
  const server = await fakeServer(handlers);
  const asked: string[] = [];
  const transport = createTransport({
    access: server.access,
    clock: hastyClock(),
    random: () => 0,
    limits: { connections: 1 },
    gate: () => {
      asked.push("asked");
      if (!open()) throw new FencedError("closed");
    },
  });
  onTestFinished(async () => {
    await transport.close();
    await server.close();
  });
  return { server, transport, asked };
}

describe("the gate", () => {
  test("closed: a write never leaves, is not repeated, and rejects with what the gate threw; a read goes", async () => {
    const { server, transport, asked } = await gatedScene(() => false, [json({})]);
    await expect(transport.request(post)).rejects.toThrow(new FencedError("closed"));
    await expect(transport.request({ ...post, replay: "always" })).rejects.toBeInstanceOf(FencedError);
    await transport.request(get);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
    expect(asked.length).toBe(2);
  });

  test("is asked as the request leaves: one that waited for a connection meanwhile stays", async () => {
    let open = true;
    const { server, transport } = await gatedScene(
      () => open,
      [
        (_, response) => {
          // The answer of the first one lets the second one have its connection.
          open = false;
          response.writeHead(200, { "content-type": "application/json" }).end("{}");
        },
      ],
    );
    const [first, second] = await Promise.allSettled([transport.request(post), transport.request(post)]);
    expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
    expect(server.requests.length).toBe(1);
  });

  test("is asked for each repetition", async () => {
    let asked = 0;
    const { server, transport } = await gatedScene(() => (asked += 1) < 3, [status(503, "Down")]);
    const put = { method: "PUT", path: "/x", body: {}, replay: "always" } as const;
    await expect(transport.request(put)).rejects.toBeInstanceOf(FencedError);
    expect(server.requests.length).toBe(2);
  });
});
