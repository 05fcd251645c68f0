import { expect, test } from "vitest";
import { proxyVariables } from "../../../../src/kube/access/proxy-variables.ts";

test("capitals go before small letters, and what is empty is not set", () => {
  const env = {
    HTTPS_PROXY: "a",
    https_proxy: "b",
    HTTP_PROXY: "",
    http_proxy: "c",
    no_proxy: "d",
    ALL_PROXY: "e",
  };
  expect(proxyVariables(env)).toEqual({ https: "a", http: "c", no: "d" });
});
