// Command kine is kine, which keeps K3s' data in sqlite behind etcd's API, with that driver alone and kine's own
// defaults: its own command brings the drivers of every other database, too.
// https://github.com/k3s-io/kine/blob/master/pkg/endpoint/endpoint.go
package main

import (
	"context"
	"flag"
	"math"
	"net"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/k3s-io/kine/pkg/drivers"
	"github.com/k3s-io/kine/pkg/drivers/generic"
	_ "github.com/k3s-io/kine/pkg/drivers/sqlite"
	"github.com/k3s-io/kine/pkg/server"
	"github.com/sirupsen/logrus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
)

const (
	mostRequestBytes = 2 * 1024 * 1024
	notifyInterval   = 5 * time.Second
	emulatedEtcd     = "3.6.11"
	stopTimeout      = 2 * time.Second
)

func main() {
	listen := flag.String("listen-address", "127.0.0.1:2379", "host:port to serve on")
	endpoint := flag.String("endpoint", "", "sqlite://FILE?OPTIONS, where the data is")
	flag.Parse()
	if err := run(*listen, *endpoint); err != nil {
		logrus.Fatal(err)
	}
}

func run(listen, endpoint string) error {
	stopped, ended := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer ended()
	working, stopWork := context.WithCancel(context.Background())
	var workers sync.WaitGroup
	defer workers.Wait()
	defer stopWork()
	_, backend, err := drivers.New(working, &workers, &drivers.Config{
		Endpoint:             endpoint,
		ConnectionPoolConfig: generic.ConnectionPoolConfig{MaxIdle: 20, MaxIdleTime: 2 * time.Minute},
		CompactTimeout:       5 * time.Second,
		CompactMinRetain:     1000,
		CompactBatchSize:     1000,
		PollBatchSize:        500,
		PollInterval:         time.Second,
	})
	if err != nil {
		return err
	}
	if err := backend.Start(working); err != nil {
		return err
	}
	grpcServer := grpc.NewServer(
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second}),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: 2 * time.Hour, Timeout: 20 * time.Second}),
		grpc.MaxConcurrentStreams(math.MaxUint32),
		grpc.MaxRecvMsgSize(mostRequestBytes),
		grpc.MaxSendMsgSize(math.MaxInt32),
	)
	server.New(backend, "http", notifyInterval, emulatedEtcd).Register(grpcServer)
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	go func() {
		<-stopped.Done()
		timer := time.AfterFunc(stopTimeout, grpcServer.Stop)
		defer timer.Stop()
		grpcServer.GracefulStop()
	}()
	logrus.Infof("Kine available at %s", listen)
	return grpcServer.Serve(listener)
}
