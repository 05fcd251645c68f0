import { expect, test } from "vitest";
import { opener } from "../../../../src/cli/ui/open.ts";

const url = "http://127.0.0.1:1/?token=a";

test("each system has its own way to open a browser", () => {
  expect(opener("linux", url)).toEqual({ command: "xdg-open", args: [url] });
  expect(opener("freebsd", url)).toEqual({ command: "xdg-open", args: [url] });
  expect(opener("darwin", url)).toEqual({ command: "open", args: [url] });
  expect(opener("win32", `${url}&b`)).toEqual({
    command: "cmd",
    args: ["/d", "/c", "start", "", `${url}^&b`],
  });
});
