/** The longest of one line of what kind said that is told. */
const LONGEST = 300;

/** What kind may fail of, by what it or its node says. */
const CAUSES: readonly (readonly [said: RegExp, means: string])[] = [
  [
    /failed to pull image|pull access denied|no such host|i\/o timeout/i,
    "the node image can't be pulled; --node-image names one that Docker has",
  ],
  [
    /cgroups? ?v1|cgroup version 1/i,
    "this machine has cgroup version 1, on which the kubelet of Kubernetes 1.37 doesn't start; --node-image names an older one",
  ],
];

/** kind could make no cluster here. */
export class KindFailed extends Error {
  /** What it was, in one line. */
  readonly what: string;

  /** @param said all that kind said */
  constructor(said: string) {
    const what = whatFailed(said);
    super(
      `kind can't make a cluster here: ${what}.\nWays on: --provider built makes one from Go modules, without Docker; ` +
        "--node-image NAME has kind take another node image; --kubeconfig PATH takes a cluster that you have.",
    );
    this.name = "KindFailed";
    this.what = what;
  }
}

const ERROR = "ERROR: ";
/** docker's arguments fill a screen. */
const LONG_COMMAND = /(command "\S+ \S+) [^"]{40,}"/;

/** The end of what kind's command said: docker names the container first, kubeadm ends with a stack. */
function outputOf(said: string): string | undefined {
  const output = /^Command Output: ([^]*?)(?:^Stack|$(?![^]))/m.exec(said)?.[1];
  const lines = output?.split("\n").filter((line) => line.trim() !== "");
  return (lines?.findLast((line) => /error:/i.test(line)) ?? lines?.at(-1))?.trim();
}

function whatFailed(said: string): string {
  const lines = said.split("\n").map((line) => line.trim());
  const error = lines.find((line) => line.startsWith(ERROR))?.slice(ERROR.length);
  const told = [
    error?.replace(LONG_COMMAND, '$1 …"') ?? lines.findLast((line) => line !== ""),
    outputOf(said),
  ];
  const cause = CAUSES.find(([pattern]) => pattern.test(said))?.[1];
  const text =
    told
      .filter((line) => line !== undefined)
      .map((line) => line.slice(0, LONGEST))
      .join(": ") || "it said nothing";
  return cause === undefined ? text : `${text} (perhaps: ${cause})`;
}
