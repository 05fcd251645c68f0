import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { RULES as GUARDRAILS } from "../../../guardrails/chain.ts";
import { type Finding, type Report, RULES } from "../finding.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0, as code scanning takes it. */
export function sarifReport({ findings }: Report, version: string): string {
  const used = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "kubectl-batchtask",
            version,
            rules: used.map((id) => ({ id, shortDescription: { text: aboutRule(id) } })),
          },
        },
        results: findings.map((finding) => resultOf(finding, used)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(
  { rule, severity, message, file, line, column }: Finding,
  rules: readonly string[],
): object {
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: severity,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}

function aboutRule(id: string): string {
  return RULES[id] ?? GUARDRAILS.find(({ name }) => name === id)?.about[0] ?? `Guardrail ${id}.`;
}

function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return /^https?:/.test(file) ? file : file.split(sep).map(encodeURIComponent).join("/");
}
