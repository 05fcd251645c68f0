import type { TarEntry } from "./tar.ts";

const FOLDERS = [
  "dev",
  "etc",
  "home",
  "proc",
  "sys",
  "usr",
  "usr/local",
  "usr/local/bin",
  "usr/local/sbin",
  "var",
];

const folder = (path: string, mode = 0o755): TarEntry => ({ path: `${path}/`, mode, folder: true });
const link = (path: string, target: string): TarEntry => ({ path, mode: 0o777, link: target });
const file = (path: string, text: string): TarEntry => ({ path, mode: 0o644, content: Buffer.from(text) });

/** The files of a small system: a static busybox and what programs expect around it. */
export function busyboxFiles(binary: Buffer, applets: readonly string[]): TarEntry[] {
  const links = [...new Set(applets)]
    .filter((name) => /^[\w[.+-]+$/.test(name) && name !== "busybox")
    .toSorted();
  return [
    folder("bin"),
    { path: "bin/busybox", mode: 0o755, content: binary },
    ...links.map((name) => link(`bin/${name}`, "busybox")),
    ...FOLDERS.map((path) => folder(path)),
    folder("root", 0o700),
    folder("tmp", 0o1777),
    folder("run"),
    folder("var/tmp", 0o1777),
    link("sbin", "bin"),
    link("usr/bin", "../bin"),
    link("usr/sbin", "../bin"),
    file(
      "etc/passwd",
      "root:x:0:0:root:/root:/bin/sh\nnonroot:x:65532:65532:nonroot:/home:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
    ),
    file("etc/group", "root:x:0:\nnonroot:x:65532:\nnobody:x:65534:\n"),
    file("etc/os-release", 'ID=batchtask-stand-in\nNAME="batchtask local stand-in (busybox)"\n'),
  ];
}
