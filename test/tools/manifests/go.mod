// Where the Jobs and CronJobs come from that `convert` is tried on: nothing of these modules is built.
module batchtask.dev/test/tools/manifests

go 1.26.0

require (
	k8s.io/api v0.37.2
	k8s.io/kubectl v0.37.2
	k8s.io/kubernetes v1.37.2
	sigs.k8s.io/jobset v0.10.1
	sigs.k8s.io/kueue v0.17.0
)
