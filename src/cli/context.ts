import type { ProxyVariables } from "../kube/access/proxy-variables.ts";
import type { Clock } from "../kube/clock.ts";
import type { ExitCode } from "./exit-codes.ts";

/** Where text goes: stdout or stderr. */
export interface Output {
  write(text: string): void;
  /** A person reads it. */
  readonly isTerminal: boolean;
  /** Width in columns; undefined where nobody sees it. */
  readonly columns: number | undefined;
  /** Height in lines, where somebody sees it. */
  readonly rows?: number | undefined;
}

/** The variables that are read; see main.ts. */
export interface Variables {
  /** KUBECONFIG: one or several files. */
  kubeconfig: string | undefined;
  home: string | undefined;
  /** KUBERNETES_SERVICE_HOST and _PORT, which a pod gets. */
  serviceHost: string | undefined;
  servicePort: string | undefined;
  /** HTTPS_PROXY and the like; undefined: none is set. */
  proxies?: ProxyVariables | undefined;
}

/** All that a verb has of the world around it. */
export interface Context {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of stdin. */
  stdin(): Promise<Uint8Array>;
  readonly variables: Variables;
  /** The folder that relative paths are of. */
  readonly folder: string;
  /** Whether the environment allows colour (NO_COLOR and the like); a flag may still forbid it. */
  readonly colour: boolean;
  readonly clock: Clock;
  /** The zone that times are shown in to whoever asks: a name of the IANA database. */
  readonly timeZone: string;
  /** In [0, 1). */
  readonly random: () => number;
  /** A UUID that was never there before. */
  readonly newId: () => string;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Sets the exit code where the work was done but the answer is no. */
  exit(code: ExitCode): void;
}
