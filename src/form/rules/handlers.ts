import { below, type Check, type FormRules, merged } from "../check.ts";
import { known, needsItems, never, oneOf } from "../checks/choice.ts";
import { portNumber } from "../checks/number.ts";
import { formed, namedPort } from "../checks/text.ts";
import { fieldOf } from "../values.ts";

/** validateHandler. */
const actions = (kinds: readonly string[]): FormRules => ({
  "": [oneOf(kinds)],
  exec: [needsItems("command", "say what is to be run")],
  "httpGet.port": [portNumber, namedPort],
  "httpGet.scheme": [known("HTTP", "HTTPS")],
  "httpGet.httpHeaders[].name": [formed("headerName")],
  "tcpSocket.port": [portNumber, namedPort],
});

/** Of probes for which one success is enough (validateLivenessProbe, validateStartupProbe). */
const oneSuccess: Check = {
  field: "successThreshold",
  isWrong: (value) => Number(fieldOf(value, "successThreshold") ?? 0) > 1,
  wrong: (value) => `has(${value}.successThreshold) && ${value}.successThreshold > 1`,
  tells: false,
  says: "must be 1 here: remove it",
};

const probe = actions(["exec", "httpGet", "tcpSocket", "grpc"]);
const hook = actions(["exec", "httpGet", "tcpSocket", "sleep"]);
const withOwn = (own: Check): FormRules => merged(probe, { "": [own] });

/** Probes and lifecycle hooks of a container. */
export const handlers: FormRules = {
  ...below("livenessProbe", withOwn(oneSuccess)),
  ...below("startupProbe", withOwn(oneSuccess)),
  ...below(
    "readinessProbe",
    withOwn(never("terminationGracePeriodSeconds", "is for liveness and startup probes: remove it")),
  ),
  ...below("lifecycle.postStart", hook),
  ...below("lifecycle.preStop", hook),
};
