// Command lua runs a script over each object of the JSON array on standard input as Argo CD runs resource
// customizations, and prints what the script returns as a JSON array.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	lua "github.com/yuin/gopher-lua"
	luajson "layeh.com/gopher-json"
)

func main() {
	if err := run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: lua SCRIPT <OBJECTS")
	}
	script, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	var objects []map[string]any
	if err := json.NewDecoder(os.Stdin).Decode(&objects); err != nil {
		return fmt.Errorf("standard input is no JSON array of objects: %w", err)
	}
	results := make([]any, 0, len(objects))
	for _, object := range objects {
		result, err := evaluate(string(script), object)
		if err != nil {
			return err
		}
		results = append(results, restore(result, object))
	}
	return json.NewEncoder(os.Stdout).Encode(results)
}

// evaluate returns what the script returns for one object: a table, as Argo CD wants it.
func evaluate(script string, object map[string]any) (any, error) {
	state := newState()
	defer state.Close()
	state.SetGlobal("obj", luajson.DecodeValue(state, object))
	if err := state.DoString(script); err != nil {
		return nil, err
	}
	value := state.Get(-1)
	if value.Type() != lua.LTTable {
		return nil, fmt.Errorf("the script returns a %s, not a table", value.Type())
	}
	encoded, err := luajson.Encode(value)
	if err != nil {
		return nil, err
	}
	var result any
	return result, json.Unmarshal(encoded, &result)
}

// restore makes an empty list an empty object again where the object has one: Lua can't tell them apart, and
// Argo CD mends the returned object in the same way.
func restore(result, object any) any {
	switch old := object.(type) {
	case map[string]any:
		if list, ok := result.([]any); ok && len(list) == 0 {
			return map[string]any{}
		}
		if fresh, ok := result.(map[string]any); ok {
			for key := range fresh {
				fresh[key] = restore(fresh[key], old[key])
			}
		}
	case []any:
		if fresh, ok := result.([]any); ok {
			for i := range min(len(fresh), len(old)) {
				fresh[i] = restore(fresh[i], old[i])
			}
		}
	}
	return result
}
