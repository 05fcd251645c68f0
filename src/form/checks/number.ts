import { compareQuantities, isWholeNumber } from "../../guardrails/quantity.ts";
import type { Check, Value } from "../check.ts";
import { fieldOf, isMap, textOf } from "../values.ts";

/** A number, or text that says a quantity. */
const isQuantity = (value: Value): value is string | number =>
  (typeof value === "string" || typeof value === "number") && compareQuantities(value, 0) !== undefined;

/** The same in CEL, which makes no text of null. */
const written = (value: string): string => `dyn(${value}) != null && isQuantity(string(${value}))`;

/** Every quantity of a map is 0 or more (ValidateNonnegativeQuantity in pkg/apis/core/validation). */
export const noneNegative: Check = {
  isWrong: (value) =>
    isMap(value) && Object.values(value).some((one) => isQuantity(one) && compareQuantities(one, 0) === -1),
  wrong: (value) =>
    `${value}.exists(name, ${written(`${value}[name]`)} && quantity(string(${value}[name])).isLessThan(quantity('0')))`,
  tells: false,
  says: "has a negative quantity: raise it to 0 at least",
};

/** Extended resources (IsExtendedResourceName) come in whole pieces. */
export const wholePieces: Check = {
  isWrong: (value) =>
    isMap(value) &&
    Object.entries(value).some(([name, one]) => isExtended(name) && isQuantity(one) && !isWholeNumber(one)),
  wrong: (value) =>
    `${value}.exists(name, ${extended("name")} && ${written(`${value}[name]`)} && !quantity(string(${value}[name])).isInteger())`,
  tells: false,
  says: "has a fraction of a resource that comes in whole pieces: make it a whole number",
};

const isExtended = (name: string): boolean => name.includes("/") && !name.includes("kubernetes.io/");
const extended = (name: string): string => `${name}.contains('/') && !${name}.contains('kubernetes.io/')`;

/** Request and limit of each resource that has both. */
function pairsOf(value: Value): { name: string; order: number }[] {
  const [requests, limits] = [fieldOf(value, "requests"), fieldOf(value, "limits")];
  if (!isMap(requests) || !isMap(limits)) return [];
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    if (!isQuantity(request) || !isQuantity(limit)) return [];
    return [{ name, order: compareQuantities(request, limit) ?? 0 }];
  });
}

/** CEL for: of some resource, whose name is `name`, both are there and the request is as said. */
const somePair = (value: string, isSo: (request: string, limit: string) => string, more = ""): string => {
  const [request, limit] = [`${value}.requests[name]`, `${value}.limits[name]`];
  const both = `name in ${value}.limits && ${written(request)} && ${written(limit)}`;
  const order = isSo(`quantity(string(${request}))`, `quantity(string(${limit}))`);
  return `has(${value}.requests) && has(${value}.limits) && ${value}.requests.exists(name, ${more}${both} && ${order})`;
};

/** Of one resource no more is requested than the limit allows (validateResourceRequirements). */
export const requestsWithinLimits: Check = {
  field: "requests",
  isWrong: (value) => pairsOf(value).some(({ order }) => order > 0),
  wrong: (value) => somePair(value, (request, limit) => `${request}.compareTo(${limit}) > 0`),
  tells: false,
  says: "asks for more of a resource than its limit: lower the request, or raise the limit",
};

const isWholly = (name: string): boolean => isExtended(name) || name.startsWith("hugepages-");
const wholly = (name: string): string => `(${extended(name)} || ${name}.startsWith('hugepages-'))`;

/** What can't be shared has a limit (IsOvercommitAllowed): extended resources and huge pages. */
export const limitsOfWholes: Check = {
  field: "limits",
  isWrong: (value) => {
    const [requests, limits] = [fieldOf(value, "requests"), fieldOf(value, "limits")];
    if (!isMap(requests)) return false;
    return Object.keys(requests).some((name) => isWholly(name) && !isQuantity(fieldOf(limits, name)));
  },
  wrong: (value) =>
    `has(${value}.requests) && ${value}.requests.exists(name, ${wholly("name")} && (!has(${value}.limits) || !(name in ${value}.limits)))`,
  tells: false,
  says: "lacks a requested resource that can't be shared: set the limit to the request",
};

/** And that limit equals the request. */
export const requestsOfWholes: Check = {
  field: "requests",
  isWrong: (value) => pairsOf(value).some(({ name, order }) => isWholly(name) && order < 0),
  wrong: (value) =>
    somePair(value, (request, limit) => `${request}.isLessThan(${limit})`, `${wholly("name")} && `),
  tells: false,
  says: "asks for less than the limit of a resource that can't be shared: make them equal",
};

/** A resource that a container can have (ValidateContainerResourceName). */
export const containerResource: Check = {
  isWrong: (value) => !RESOURCE.test(textOf(value)) || textOf(value).startsWith("requests."),
  wrong: (value) =>
    `!${value}.matches('${RESOURCE.source.replaceAll("\\", "\\\\")}') || ${value}.startsWith('requests.')`,
  tells: true,
  says: "is no resource of a container: take cpu, memory, ephemeral-storage, hugepages-SIZE, or an extended resource such as example.com/gpu",
};

const RESOURCE =
  /^(cpu|memory|ephemeral-storage|hugepages-.+|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/;

/** A port by number or by name (ValidatePortNumOrName); the schema knows that it is one of both. */
export const portNumber: Check = {
  isWrong: (value) => typeof value === "number" && (value < 1 || value > 65_535),
  wrong: (value) => `type(${value}) == int && (int(${value}) < 1 || int(${value}) > 65535)`,
  tells: true,
  says: "is no port: take a number from 1 to 65535, or the name of one",
};
