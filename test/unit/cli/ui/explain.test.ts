import { expect, test } from "vitest";
import { CliError } from "../../../../src/cli/errors.ts";
import { EXIT } from "../../../../src/cli/exit-codes.ts";
import { explainToPage } from "../../../../src/cli/ui/explain.ts";

const containing = (part: string): unknown => expect.stringContaining(part);

const apiError = (status: number) =>
  Object.assign(new Error("no"), { name: "ApiError", status, detail: "the API server's own words" });

test.each([
  [
    new CliError("nothing to do", EXIT.Refused, "do that"),
    { status: 409, message: "nothing to do", hint: "do that" },
  ],
  [new CliError("no answer", EXIT.Unreachable), { status: 502, message: "no answer" }],
  [new RangeError("Invalid time zone specified: X"), { status: 400, message: "there is no such time zone" }],
])("%s", (error, explained) => {
  expect(explainToPage(error)).toEqual(explained);
});

test.each([
  [403, 403],
  [409, 409],
  [429, 429],
  // This page's own 401 is of its cookie.
  [401, 502],
  [500, 502],
])("the API server's %i is %i to the page", (status, told) => {
  expect(explainToPage(apiError(status))).toMatchObject({
    status: told,
    message: containing("the API server's own words"),
  });
});

test("what is no answer at all is a fault of the way, or of this program", () => {
  expect(explainToPage(Object.assign(new Error("refused"), { name: "TransportError" })).status).toBe(502);
  expect(explainToPage(new TypeError("x is undefined")).status).toBe(500);
});
