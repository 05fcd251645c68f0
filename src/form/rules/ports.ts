import type { Check, Value } from "../check.ts";
import { fieldOf, itemsOf, textOf } from "../values.ts";

/** Names of one container's ports are distinct (validateContainerPorts). */
export const portNames: Check = {
  isWrong: (value) => {
    const names = itemsOf(value)
      .map((port) => textOf(port, "name"))
      .filter((name) => name !== "");
    return new Set(names).size < names.length;
  },
  wrong: (value) =>
    `${value}.exists(one, has(one.name) && one.name != '' && ${value}.filter(other, has(other.name) && other.name == one.name).size() > 1)`,
  tells: false,
  says: "has the same name twice: rename one of the ports",
};

/** One port of a node serves one container (checkHostPortConflicts). */
export const hostPorts: Check = {
  isWrong: (value) => {
    const keys = itemsOf(value).flatMap((container) => itemsOf(container, "ports").map(hostPortOf));
    const taken = keys.filter((key) => key !== undefined);
    return new Set(taken).size < taken.length;
  },
  wrong: (value) =>
    `${value}.exists(c, has(c.ports) && c.ports.exists(p, has(p.hostPort) && p.hostPort != 0 && ${value}.map(d, has(d.ports) ? d.ports.filter(q, has(q.hostPort) && q.hostPort == p.hostPort && ${protocol("q")} == ${protocol("p")} && ${address("q")} == ${address("p")}).size() : 0).sum() > 1))`,
  tells: false,
  says: "use the same hostPort twice: change one of them",
};

const protocol = (port: string): string => `(has(${port}.protocol) ? ${port}.protocol : 'TCP')`;
const address = (port: string): string => `(has(${port}.hostIP) ? ${port}.hostIP : '')`;

function hostPortOf(port: Value): string | undefined {
  const number = fieldOf(port, "hostPort");
  if (typeof number !== "number" || number === 0) return undefined;
  return [textOf(port, "protocol") || "TCP", textOf(port, "hostIP"), number].join("/");
}

/** In the node's network a port is the node's own (validatePodHostNetworkDeps). */
export const hostNetworkPorts: Check = {
  field: "containers",
  isWrong: (value) =>
    fieldOf(value, "hostNetwork") === true &&
    itemsOf(value, "containers").some((container) =>
      itemsOf(container, "ports").some((port) => {
        const number = fieldOf(port, "hostPort");
        return Boolean(number) && number !== fieldOf(port, "containerPort");
      }),
    ),
  wrong: (value) =>
    `has(${value}.hostNetwork) && ${value}.hostNetwork && has(${value}.containers) && ${value}.containers.exists(c, has(c.ports) && c.ports.exists(p, has(p.hostPort) && p.hostPort != 0 && has(p.containerPort) && p.hostPort != p.containerPort))`,
  tells: false,
  says: "have a hostPort that is not the containerPort, and hostNetwork is true: make them equal, or remove hostPort",
};
