// Command coredns is CoreDNS with the plugins that a cluster's names need, as its own documentation
// makes such a build: https://coredns.io/2017/07/25/compile-time-enabling-or-disabling-plugins/
package main

import (
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"

	"github.com/coredns/coredns/coremain"
)

func main() { coremain.Run() }
