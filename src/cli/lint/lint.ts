import type { Document } from "yaml";
import { kindOf, type Manifest, type Parsed } from "../input/manifests.ts";
import { isConvertible } from "../convert/object.ts";
import { type Finding, inOrder, type Report, type Remark } from "./finding.ts";
import { lintFreezes } from "./freezes.ts";
import { lostNames } from "./names/lost-names.ts";
import { lintKind } from "./kind.ts";
import { isPolicy, isTask, lintForm, lintTask, type LintOptions, nameOf } from "./objects.ts";
import { trapsOf } from "./yaml-traps.ts";

/** All that is to be said of some files. Pure. */
export function lint({ manifests, problems }: Parsed, options: LintOptions): Report {
  const ours = manifests.filter((one) => isTask(one) || isPolicy(one) || lintKind(one.object) !== undefined);
  const findings: Finding[] = [
    ...problems.map((problem) => ({ ...problem, ...SYNTAX })),
    ...ours.flatMap((manifest) => lintManifest(manifest, options)),
    ...conflicts(ours.filter(isPolicy), options),
    ...lost(manifests),
  ];
  return {
    findings: inOrder([...findings, ...traps(ours)]),
    checked: ours.length,
    others: manifests.length - ours.length,
    convertible: manifests.filter(({ object }) => isConvertible(object)).length,
  };
}

const SYNTAX = { severity: "error", rule: "syntax", field: "", object: "" } as const;

function lintManifest(manifest: Manifest, options: LintOptions): Finding[] {
  const stray = lintKind(manifest.object);
  if (stray) return [placed(manifest, stray)];
  const remarks = isTask(manifest) ? lintTask(manifest, options) : lintPolicy(manifest, options);
  return remarks.map((remark) => placed(manifest, remark));
}

function lintPolicy(manifest: Manifest, { schemas, judge }: LintOptions): Remark[] {
  const form = lintForm(manifest, schemas.policy, judge);
  return [...form, ...lintFreezes(manifest.object, form)];
}

function placed(manifest: Manifest, remark: Remark): Finding {
  return {
    ...remark,
    file: manifest.file,
    ...manifest.positionOf(remark.field),
    object: `${kindOf(manifest)}/${nameOf(manifest)}`,
  };
}

/** Of the policies that hold together somewhere, those among the linted files that contradict another. */
function conflicts(manifests: readonly Manifest[], { policies, namespace }: LintOptions): Finding[] {
  return policies.guardrails(namespace).merged.conflicts.flatMap(({ policies: names, message }) => {
    const manifest = manifests.find((one) => names.includes(nameOf(one)));
    if (!manifest) return [];
    return [placed(manifest, { severity: "warning", rule: "conflict", field: "spec.rules", message })];
  });
}

/** A Job of the same name may be the one that is meant. */
function lost(manifests: readonly Manifest[]): Finding[] {
  const jobs = manifests.filter((one) => kindOf(one) === "Job").map(nameOf);
  const tasks = manifests.filter(isTask).map(nameOf);
  const names = tasks.filter((name) => name !== "" && !jobs.includes(name));
  return lostNames(manifests, names).map(({ manifest, remark }) => placed(manifest, remark));
}

/** Each document once, however many items it has. */
function traps(manifests: readonly Manifest[]): Finding[] {
  const documents = new Map<Document, Manifest>(manifests.map((manifest) => [manifest.document, manifest]));
  return [...documents].flatMap(([document, manifest]) =>
    trapsOf(document).map(
      ({ offset, ...trap }): Finding => ({
        ...trap,
        file: manifest.file,
        ...manifest.positionAt(offset),
        field: "",
        object: `${kindOf(manifest)}/${nameOf(manifest)}`,
      }),
    ),
  );
}
