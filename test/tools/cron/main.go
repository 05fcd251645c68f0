// Command cron walks cron expressions as the CronJob controller reads them, by the library and the function that it
// uses. It reads one JSON object on standard input and writes one on standard output.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

// All times are seconds since the epoch; each span has its end, and not its beginning.
type span struct {
	From  int64 `json:"from"`
	Until int64 `json:"until"`
}

type request struct {
	// Whose changes of the clock are asked for.
	Zones []string `json:"zones"`
	Span  span     `json:"span"`
	// Which of them are zones is asked for.
	Names []string `json:"names"`
	// What is walked.
	Walks []walk `json:"walks"`
}

type walk struct {
	Expression string `json:"expression"`
	Zone       string `json:"zone"`
	span
}

// A change of the clock: the seconds east of UTC before and from this instant on. The first one of a zone is none: it
// says what the clock has when the span begins.
type change struct {
	At     int64 `json:"at"`
	Before int   `json:"before"`
	After  int   `json:"after"`
}

type answer struct {
	Changes [][]change `json:"changes"`
	Known   []bool     `json:"known"`
	Times   [][]int64  `json:"times"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return fmt.Errorf("standard input is no request: %w", err)
	}
	said := answer{Changes: [][]change{}, Known: []bool{}, Times: [][]int64{}}
	for _, zone := range asked.Zones {
		location, err := time.LoadLocation(zone)
		if err != nil {
			return err
		}
		said.Changes = append(said.Changes, changes(location, asked.Span))
	}
	for _, name := range asked.Names {
		_, err := time.LoadLocation(name)
		said.Known = append(said.Known, err == nil)
	}
	for _, one := range asked.Walks {
		found, err := times(one)
		if err != nil {
			return fmt.Errorf("%s in %s: %w", one.Expression, one.Zone, err)
		}
		said.Times = append(said.Times, found)
	}
	return json.NewEncoder(os.Stdout).Encode(said)
}

func times(asked walk) ([]int64, error) {
	location, err := time.LoadLocation(asked.Zone)
	if err != nil {
		return nil, err
	}
	schedule, err := cron.ParseStandard(asked.Expression)
	if err != nil {
		return nil, err
	}
	found := []int64{}
	at := schedule.Next(time.Unix(asked.From, 0).In(location))
	for !at.IsZero() && at.Unix() <= asked.Until {
		found = append(found, at.Unix())
		at = schedule.Next(at)
	}
	return found, nil
}

func changes(location *time.Location, within span) []change {
	at := time.Unix(within.From, 0).In(location)
	_, first := at.Zone()
	found := []change{{At: within.From, Before: first, After: first}}
	for {
		_, before := at.Zone()
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Unix() > within.Until {
			return found
		}
		if _, after := end.Zone(); after != before {
			found = append(found, change{At: end.Unix(), Before: before, After: after})
		}
		at = end
	}
}
