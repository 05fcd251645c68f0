import type { Check } from "../check.ts";
import { quoted } from "../cel.ts";
import { textOf } from "../values.ts";

/** A form that text may have to have. */
interface Form {
  /** Of RE2 and of JavaScript alike. */
  readonly pattern: string;
  readonly longest: number;
  readonly says: string;
}

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const PART = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

const FORMS = {
  /** IsDNS1123Label in k8s.io/apimachinery/pkg/util/validation. */
  dnsLabel: {
    pattern: `^${LABEL}$`,
    longest: 63,
    says: "takes at most 63 lower-case letters, digits and -, with a letter or digit at both ends: change it",
  },
  /** IsDNS1123Subdomain. */
  dnsSubdomain: {
    pattern: `^${LABEL}(\\.${LABEL})*$`,
    longest: 253,
    says: "takes at most 253 lower-case letters, digits, - and ., with a letter or digit at both ends: change it",
  },
  /** What a resolver searches in (ValidateDNS1123SubdomainWithUnderScore). */
  searchPath: {
    pattern: "^(\\.|[_a-z0-9]([-_a-z0-9]*[_a-z0-9])?(\\.[_a-z0-9]([-_a-z0-9]*[_a-z0-9])?)*\\.?)$",
    longest: 254,
    says: "takes at most 253 lower-case letters, digits, -, _ and ., with a letter, digit or _ at both ends: change it",
  },
  /** IsQualifiedName: keys of labels and annotations, and what is named like them. */
  qualifiedName: {
    pattern: `^(${LABEL}(\\.${LABEL})*/)?${PART}$`,
    longest: 317,
    says: "takes a name of at most 63 letters, digits, -, _ and ., which may follow a domain and a /: change it",
  },
  /** IsValidLabelValue. */
  labelValue: {
    pattern: `^(${PART})?$`,
    longest: 63,
    says: "takes at most 63 letters, digits, -, _ and ., with a letter or digit at both ends: change it",
  },
  /** IsRelaxedEnvVarName, the widest that a version of Kubernetes takes. */
  envName: {
    pattern: "^[ -<>-~]+$",
    longest: 1_048_576,
    says: "takes printable ASCII characters other than =: change it",
  },
  /** IsConfigMapKey. */
  configMapKey: {
    pattern: "^([-_a-zA-Z0-9]|\\.[-_a-zA-Z0-9])[-._a-zA-Z0-9]*$",
    longest: 253,
    says: "takes at most 253 letters, digits, -, _ and ., and does not begin with ..: change it",
  },
  /** ValidateCSIDriverName. */
  driver: {
    pattern: "^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$",
    longest: 63,
    says: "takes at most 63 letters, digits, - and ., with a letter or digit at both ends: change it",
  },
  /** IsHTTPHeaderName. */
  headerName: {
    pattern: "^[-A-Za-z0-9]+$",
    longest: 1_048_576,
    says: "takes letters, digits and -: change it",
  },
  /** IsValidSysctlName in pkg/apis/core/validation. */
  sysctl: {
    pattern: "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$",
    longest: 253,
    says: "is no name of a sysctl, as net.core.somaxconn is: change it",
  },
  /** What is no address of IPv4 or of IPv6 at first sight. */
  address: {
    pattern: "^([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$",
    longest: 45,
    says: "is no IP address: change it",
  },
} satisfies Record<string, Form>;

/** Text of such a form. Empty text counts as absent, as Go reads it; but not of items of a list, and of pointers. */
export function formed(name: keyof typeof FORMS, { emptyToo = false } = {}): Check {
  const { pattern, longest, says } = FORMS[name];
  const expression = new RegExp(pattern, "u");
  return {
    isWrong: (value) => {
      const text = textOf(value);
      return (emptyToo || text !== "") && (!expression.test(text) || text.length > longest);
    },
    wrong: (value) =>
      `${emptyToo ? "" : `${value} != '' && `}(!${value}.matches(${quoted(pattern)}) || size(${value}) > ${longest})`,
    tells: true,
    says,
  };
}

const PORT_NAME = /^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/u;

/** IsValidPortName in k8s.io/apimachinery/pkg/util/validation: what a port may be called. */
export const portName: Check = {
  isWrong: (value) => {
    const text = textOf(value);
    return text !== "" && !(PORT_NAME.test(text) && /[a-z]/u.test(text) && !text.includes("--"));
  },
  wrong: (value) =>
    `${value} != '' && !(${value}.matches(${quoted(PORT_NAME.source)}) && ${value}.matches('[a-z]') && !${value}.contains('--'))`,
  tells: true,
  says: "takes at most 15 lower-case letters, digits and single -, with a letter among them, and a letter or digit at both ends: change it",
};

/** The name of a port in a field that takes a number, too; the schema knows that it is one of both. */
export const namedPort: Check = {
  ...portName,
  wrong: (value) =>
    `type(${value}) == string && !(string(${value}).matches(${quoted(PORT_NAME.source)}) && string(${value}).matches('[a-z]') && !string(${value}).contains('--'))`,
  isWrong: (value, spec) => typeof value === "string" && (value === "" || portName.isWrong(value, spec)),
};

/** A path that stays below the folder that it is used in (validateLocalDescendingPath). */
export const descending: Check = {
  isWrong: (value) => textOf(value).startsWith("/") || hasBackstep(textOf(value)),
  wrong: (value) => `${value}.startsWith('/') || ${value}.split('/').exists(step, step == '..')`,
  tells: true,
  says: "takes a relative path without ..: change it",
};

/** validateLocalNonReservedPath: names that begin with .. are the kubelet's. */
export const ownPath: Check = {
  ...descending,
  isWrong: (value, spec) => descending.isWrong(value, spec) || textOf(value).startsWith(".."),
  wrong: (value) => `${descending.wrong(value)} || ${value}.startsWith('..')`,
  says: "takes a relative path that does not begin with .. and has no .. in it: change it",
};

/** validatePathNoBacksteps. */
export const noBackstep: Check = {
  isWrong: (value) => hasBackstep(textOf(value)),
  wrong: (value) => `${value}.split('/').exists(step, step == '..')`,
  tells: true,
  says: "takes a path without ..: change it",
};

const hasBackstep = (path: string): boolean => path.split("/").includes("..");
