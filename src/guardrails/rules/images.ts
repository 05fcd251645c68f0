import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import { celListedAll, listed } from "../allow-list.ts";
import type { Objection, Rule } from "../rule.ts";
import { celSentence, celShort, sentence, short } from "../text/sentence.ts";

const IS = "spec.{field} is {asked}, and policy {policy}";
const SENTENCES = {
  allowed: `${IS} allows {allowed}: use an image that one of these matches`,
  Tag: `${IS} asks for a tag: name a tag or a digest`,
  Digest: `${IS} asks for a digest: pin the image by @sha256:...`,
  latest: `${IS} forbids latest: name another tag, or pin the image by @sha256:...`,
};

interface Image {
  field: string;
  image: string;
}

/** Images of containers, init containers and image volumes. CEL builds the same list (variables below). */
function imagesOf(spec: BatchTaskSpec): Image[] {
  const { containers = [], initContainers = [], volumes = [] } = spec.template.spec ?? {};
  const all = [
    ...containers.map(({ name, image }) => ({ field: `containers[${name}].image`, image })),
    ...initContainers.map(({ name, image }) => ({ field: `initContainers[${name}].image`, image })),
    ...volumes.map(({ name, image }) => ({
      field: `volumes[${name}].image.reference`,
      image: image?.reference,
    })),
  ];
  return all.flatMap(({ field, image }) => (image ? [{ field: `template.spec.${field}`, image }] : []));
}

type Rules = NonNullable<PolicyRules["images"]>;
type Check = { template: string; fails: (image: string, rules: Rules) => boolean; cel: string };

/** Digests of the algorithms that registries have (OCI image-spec, descriptor.md). */
const PINNED = "@(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$";
const IS_PINNED = new RegExp(PINNED);
const DIGEST = `(image.image.contains('@') && image.image.matches('${PINNED}'))`;
const TAGGED = "image.last.contains(':')";
const R = "variables.rules.images";

/** Each with its CEL; `image` is an item of variables.images. */
const CHECKS: readonly Check[] = [
  {
    template: SENTENCES.allowed,
    fails: (image, { allowed }) =>
      allowed !== undefined && !allowed.some((pattern) => imagePattern(pattern).test(image)),
    cel: `has(${R}.allowed) && !variables.imagePatterns.exists(pattern, image.image.startsWith(pattern.prefix) && image.image.matches(pattern.regex))`,
  },
  {
    template: SENTENCES.Tag,
    fails: (image, { require }) => require === "Tag" && !partsOf(image).digest && !partsOf(image).tagged,
    cel: `has(${R}.require) && ${R}.require == 'Tag' && !${DIGEST} && !${TAGGED}`,
  },
  {
    template: SENTENCES.Digest,
    fails: (image, { require }) => require === "Digest" && !partsOf(image).digest,
    cel: `has(${R}.require) && ${R}.require == 'Digest' && !${DIGEST}`,
  },
  {
    template: SENTENCES.latest,
    fails: (image, { forbidLatest }) =>
      forbidLatest === true && !partsOf(image).digest && partsOf(image).latest,
    cel: `has(${R}.forbidLatest) && ${R}.forbidLatest && !${DIGEST} && (!${TAGGED} || image.last.endsWith(':latest'))`,
  },
];

/** Which images pods may run and mount. */
export const images: Rule = {
  name: "images",
  refuses: true,
  about: [
    "Which images pods may run and mount as volumes: allowed patterns, a tag or a digest, no latest.",
    "A pattern is matched against the image as it is written in the task: `*` stands for any characters but `/`, `**` for any. `busybox` does not match `docker.io/**`; write the registry's name.",
    "A digest is @sha256: with 64 hexadecimal digits, or @sha512: with 128.",
    "There is no clamping: a task with another image is refused.",
  ],
  example: { images: { allowed: ["registry.example.com/**"], require: "Tag", forbidLatest: true } },
  objections: (spec, { name: policy, rules: { images: rules } }) =>
    rules === undefined
      ? []
      : CHECKS.flatMap(({ template, fails }) =>
          imagesOf(spec)
            .filter(({ image }) => fails(image, rules))
            .map(({ field, image }): Objection => {
              const allowed = listed(rules.allowed ?? []);
              const slots = { field, asked: short(image), policy, allowed };
              return { field, asked: image, action: "Reject", message: sentence(template, slots) };
            }),
        ),
  cel: ({ refusals }) =>
    `${refusals} && has(${R}) ? ${CHECKS.map(({ template, cel }) => {
      const slots = {
        field: "image.field",
        asked: celShort("image.image"),
        policy: "variables.policy",
        allowed: celListedAll(`${R}.allowed`),
      };
      return `variables.images.map(image, ${cel}, ${celSentence(template, slots)})`;
    }).join(" + ")} : []`,
  variables: {
    // A regular expression costs twenty times what a prefix does, and most patterns differ in their prefix.
    imagePatterns: `has(${R}) && has(${R}.allowed) ? ${R}.allowed.map(pattern, {'prefix': string(pattern.split('*')[0]), 'regex': string(${celImagePattern("pattern")})}) : []`,
    imageNames: [
      ...["containers", "initContainers"].map(
        (list) =>
          `(has(variables.pod.${list}) ? variables.pod.${list}.filter(c, has(c.image) && c.image != '').map(c, {'field': 'template.spec.${list}[' + c.name + '].image', 'image': string(c.image)}) : [])`,
      ),
      "(has(variables.pod.volumes) ? variables.pod.volumes.filter(v, has(v.image) && has(v.image.reference) && v.image.reference != '').map(v, {'field': 'template.spec.volumes[' + v.name + '].image.reference', 'image': string(v.image.reference)}) : [])",
    ].join(" + "),
    images:
      "variables.imageNames.map(i, {'field': i.field, 'image': i.image, 'last': i.image.split('@')[0].substring(i.image.split('@')[0].lastIndexOf('/') + 1)})",
  },
};

/** Regular expression of a pattern of image names: * is any characters but /, ** is any. Patterns hold no other special characters but dots. */
export function imagePattern(pattern: string): RegExp {
  return new RegExp(
    `^${pattern.replaceAll(".", "[.]").replaceAll("**", "#").replaceAll("*", "[^/]*").replaceAll("#", ".*")}$`,
  );
}

/** The same in CEL, of an expression that gives the pattern. */
export function celImagePattern(pattern: string): string {
  return `'^' + ${pattern}.replace('.', '[.]').replace('**', '#').replace('*', '[^/]*').replace('#', '.*') + '$'`;
}

/** Whether an image is pinned by a digest, names a tag, and what that tag is. */
export function partsOf(image: string): { digest: boolean; tagged: boolean; latest: boolean } {
  const [name = ""] = image.split("@");
  const last = name.slice(name.lastIndexOf("/") + 1);
  const tagged = last.includes(":");
  return { digest: IS_PINNED.test(image), tagged, latest: !tagged || last.endsWith(":latest") };
}
