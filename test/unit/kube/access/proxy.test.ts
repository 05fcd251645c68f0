import { describe, expect, test } from "vitest";
import { proxyFromVariables, proxyUrl } from "../../../../src/kube/access/proxy.ts";
import { AccessError } from "../../../../src/kube/errors.ts";

describe("the proxy of the environment", () => {
  const variables = { http: "http://p:1", https: "https://user:word@q:2", no: "quiet.example" };

  test.each<[string, string | undefined]>([
    ["https://k.example", "https://user:word@q:2/"],
    ["http://k.example", "http://p:1/"],
    ["https://quiet.example", undefined],
    ["https://127.0.0.1:6443", undefined],
  ])("to %s: %s", (server, proxy) => {
    expect(proxyFromVariables(server, variables)?.href).toBe(proxy);
  });

  test("none is set, or one for the other scheme alone", () => {
    expect(proxyFromVariables("https://k.example")).toBeUndefined();
    expect(proxyFromVariables("https://k.example", { http: "http://p:1" })).toBeUndefined();
  });

  test("a host alone is asked by http", () => {
    expect(proxyFromVariables("https://k.example", { https: "p.example:3128" })?.href).toBe(
      "http://p.example:3128/",
    );
  });

  test("one that can't be used is told by its variable, without its password, and with what to do", () => {
    const find = () => proxyFromVariables("https://k.example", { https: "socks5://me:secret@p:1080" });
    expect(find).toThrow(AccessError);
    expect(find).toThrow(/^the variable HTTPS_PROXY .*: socks5:\/\/p:1080 is a SOCKS proxy/);
    expect(proxyFromVariables("http://k.example", { https: "socks5://p:1080" })).toBeUndefined();
  });
});

test.each([
  ["p.example", "it is not a URL: write http://HOST:PORT"],
  ["socks5h://p:1", "take one that speaks HTTP"],
  ["ftp://p", '"ftp:" is not supported'],
])("proxy-url: %s is refused", (text, words) => {
  expect(() => proxyUrl(text)).toThrow(words);
});
