import { describe, expect, test } from "vitest";
import { type Handler, status, stream } from "../support/fake-server.ts";
import { thing } from "../support/objects.ts";
import { added, bookmark, names, scene, silence, until } from "./support/scene.ts";

describe("what needs a person is said, and tried for ever", () => {
  test.each<[string, Handler, string]>([
    [
      "a missing CRD",
      (_, response) => void response.writeHead(404).end("404 page not found\n"),
      "install its CustomResourceDefinition",
    ],
    ["missing rights", status(403, "Forbidden"), "grant get, list and watch on things.example.dev"],
    ["a bad token", status(401, "Unauthorized"), "not authenticated to follow things.example.dev"],
  ])("%s", async (_, broken, words) => {
    let healed = false;
    const good = stream([added(thing("a", 5)), bookmark(10, true)]);
    const { server, store, reflector } = await scene([(req, res) => (healed ? good : broken)(req, res)]);
    await until(() => expect(server.requests.length).toBeGreaterThan(5));
    expect(reflector.lastError).toContain(words);
    expect(reflector.synced).toBe(false);
    healed = true;
    await until(() => expect(names(store)).toEqual(["a@5"]));
    expect(reflector.lastError).toBeUndefined();
  });

  test("an unreachable server", async () => {
    const { server, reflector } = await scene([silence]);
    await server.close();
    await until(() => expect(reflector.lastError).toContain("can't follow things.example.dev"));
  });
});
