import { expect, test } from "vitest";
import { status } from "../support/fake-server.ts";
import { thing } from "../support/objects.ts";
import { list, names, scene, silence, until } from "./support/scene.ts";

test("pages that expire in between are read once more, whole", async () => {
  const { server, store } = await scene(
    [list([thing("gone", 5)], 10, "next"), status(410, "Expired"), list([thing("a", 11)], 12), silence],
    { watchList: false },
  );
  await until(() => expect(names(store)).toEqual(["a@11"]));
  expect(server.requests[2]?.query.get("limit")).toBeNull();
});
