import { expect, test } from "vitest";
import { libraryPaths } from "../../kind-image/proxy-files.ts";

test("libraries of several files are told once each, those that an extension alone needs among them", () => {
  const told = `/usr/sbin/xtables-nft-multi:
\tlinux-vdso.so.1 (0x00007ffc0a5f2000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f12e4a00000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f12e4d5c000)
/usr/lib/x86_64-linux-gnu/xtables/libxt_statistic.so:
\tlinux-vdso.so.1 (0x00007ffd5d9c6000)
\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f8a2ad21000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f8a2ab40000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f8a2ae0c000)
`;
  expect(libraryPaths(told)).toEqual([
    "lib/x86_64-linux-gnu/libc.so.6",
    "lib64/ld-linux-x86-64.so.2",
    "lib/x86_64-linux-gnu/libm.so.6",
  ]);
});
