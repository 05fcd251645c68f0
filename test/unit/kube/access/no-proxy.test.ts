import { expect, test } from "vitest";
import { isExempt } from "../../../../src/kube/access/no-proxy.ts";

/** As golang.org/x/net/http/httpproxy decides. */
test.each<[noProxy: string, server: string, exempt: boolean]>([
  ["", "https://k.example", false],
  ["", "https://localhost:6443", true],
  ["", "https://127.0.0.2", true],
  ["", "https://[::1]:6443", true],
  ["", "https://10.0.0.1", false],
  ["*", "https://k.example", true],
  ["a.example, *", "https://k.example", true],
  ["k.example", "https://k.example", true],
  ["K.Example", "https://k.example", true],
  [" a.example , k.example ", "https://k.example", true],
  ["example", "https://k.example", true],
  [".example", "https://k.example", true],
  ["*.example", "https://k.example", true],
  ["k.example", "https://sub.k.example", true],
  [".k.example", "https://k.example", false],
  ["*.k.example", "https://k.example", false],
  ["k.example", "https://ok.example", false],
  ["ample", "https://k.example", false],
  ["k.example:443", "https://k.example", true],
  ["k.example:443", "https://k.example:6443", false],
  ["k.example:6443", "https://k.example:6443", true],
  ["k.example:80", "http://k.example", true],
  [":443", "https://k.example", false],
  ["10.0.0.1", "https://10.0.0.1:6443", true],
  ["10.0.0.1:443", "https://10.0.0.1:6443", false],
  ["10.0.0.1:6443", "https://10.0.0.1:6443", true],
  ["10.0.0.0/8", "https://10.96.0.1", true],
  ["10.0.0.0/8", "https://11.0.0.1", false],
  ["10.0.0.0/8", "https://k.example", false],
  ["10.0.0.0/33", "https://10.0.0.1", false],
  ["0.1", "https://10.0.0.1", false],
  ["fd00::1", "https://[fd00::1]:6443", true],
  ["[fd00::1]:6443", "https://[fd00::1]:6443", true],
  ["[fd00::1]:443", "https://[fd00::1]:6443", false],
  ["fd00::/8", "https://[fd00::1]", true],
  ["bücher.example", "https://xn--bcher-kva.example", true],
])("NO_PROXY=%s, %s: %s", (noProxy, server, exempt) => {
  expect(isExempt(new URL(server), noProxy)).toBe(exempt);
});
