package main

import lua "github.com/yuin/gopher-lua"

// newState returns an interpreter with the libraries that Argo CD opens for customizations in argocd-cm
// (util/lua/lua.go): base, package and table, and of os only time and date, by require("os").
func newState() *lua.LState {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	open(state, lua.LoadLibName, lua.OpenPackage)
	open(state, lua.BaseLibName, lua.OpenBase)
	open(state, lua.TabLibName, lua.OpenTable)
	state.PreloadModule(lua.OsLibName, safeOs)
	return state
}

func open(state *lua.LState, name string, library lua.LGFunction) {
	call := lua.P{Fn: state.NewFunction(library), NRet: 0, Protect: true}
	if err := state.CallByParam(call, lua.LString(name)); err != nil {
		panic(err)
	}
}

// safeOs leaves of the os library what can neither exit nor read files.
func safeOs(state *lua.LState) int {
	full := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer full.Close()
	open(full, lua.LoadLibName, lua.OpenPackage)
	open(full, lua.OsLibName, lua.OpenOs)
	functions := full.GetGlobal(lua.OsLibName)
	module := state.NewTable()
	for _, name := range []string{"time", "date"} {
		function := full.GetField(functions, name).(*lua.LFunction)
		module.RawSetString(name, state.NewFunction(function.GFunction))
	}
	state.Push(module)
	return 1
}
