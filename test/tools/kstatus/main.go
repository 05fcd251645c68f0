// Command kstatus prints the status of each object of the JSON array on standard input, one a line, by the
// library with which Flux and Helm wait.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var objects []any
	if err := json.Unmarshal(input, &objects); err != nil {
		return fmt.Errorf("standard input is no JSON array: %w", err)
	}
	for _, object := range objects {
		fields, ok := object.(map[string]any)
		if !ok {
			return fmt.Errorf("%v is no object", object)
		}
		result, err := status.Compute(&unstructured.Unstructured{Object: fields})
		if err != nil {
			return err
		}
		fmt.Println(result.Status)
	}
	return nil
}
