package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// render is the table of what was measured beside what is kept. A whole one has a
// line for what was not measured, too.
func render(measured, kept results, whole bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", measured.where())
	if kept.Features != 0 && kept.Features != measured.Features {
		fmt.Fprintf(&b, "The figures kept are of %s, and say little about this run.\n\n", counted(kept.Features))
	}
	b.WriteString("| figure | asked | measured | | kept | measured / kept | command |\n|---|---|---|---|---|---|---|\n")
	asked := 0
	for _, f := range all(measured) {
		v, ok := measured.Figures[f.key()]
		if !ok && !whole {
			continue
		}
		before, ratio := "", ""
		if k, was := kept.Figures[f.key()]; was {
			before = f.format(k)
			if ok && k != 0 {
				ratio = number(v / k)
			}
		}
		if f.is != 0 {
			asked++
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | `%s` |\n", f.what, f.bound(), f.measured(measured), f.verdict(measured), before, ratio, f.command())
	}
	fmt.Fprintf(&b, "\n%d of %d reached.\n", reached(measured), asked)
	for _, name := range measured.failed {
		fmt.Fprintf(&b, "%s failed.\n", name)
	}
	return b.String()
}

// renderKept is the table in the repository.
func renderKept(kept results) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Figures\n\nMeasured by `make bench KEEP=1` with %s. `make bench` holds what it measures against them; ratios and processor time say\nmore than times where the load is above the number of processors.\n\n", kept.where())
	b.WriteString("| figure | asked | measured | | command |\n|---|---|---|---|---|\n")
	for _, f := range all(kept) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | `%s` |\n", f.what, f.bound(), f.measured(kept), f.verdict(kept), f.command())
	}
	return b.String()
}

// reached counts the figures that are as asked.
func reached(r results) (n int) {
	for _, f := range figures {
		if f.verdict(r) == "reached" {
			n++
		}
	}
	return n
}

func (f figure) measured(r results) string {
	v, ok := r.Figures[f.key()]
	if !ok {
		return "not measured"
	}
	return f.format(v)
}

func (f figure) verdict(r results) string {
	v, ok := r.Figures[f.key()]
	switch {
	case f.is == 0:
		return ""
	case ok && f.reached(v):
		return "reached"
	}
	return "**missed**"
}

// all are the figures, and behind them one for each benchmark that has none: the
// first of its rates, or its time.
func all(r results) []figure {
	list := slices.Clone(figures)
	known := func(pkg, name string) int {
		return slices.IndexFunc(list, func(f figure) bool { return f.pkg == pkg && f.name == name })
	}
	for _, key := range slices.Sorted(maps.Keys(r.Figures)) {
		words := strings.SplitN(key, " ", 3)
		pkg, name, unit := words[0], words[1], words[2]
		isRate := strings.HasSuffix(unit, "/s")
		if i := known(pkg, name); i >= len(figures) && isRate && list[i].suffix == "" {
			list[i].unit, list[i].suffix = unit, " "+unit
		} else if i < 0 && isRate {
			list = append(list, figure{what: pkg + ": " + name, pkg: pkg, name: name, unit: unit, suffix: " " + unit})
		} else if i < 0 {
			list = append(list, figure{what: pkg + ": " + name, pkg: pkg, name: name, unit: "ns/op"})
		}
	}
	return list
}

func (f figure) bound() string {
	switch f.is {
	case atLeast:
		return "at least " + number(f.asked) + f.suffix
	case atMost:
		return "at most " + number(f.asked) + f.suffix
	}
	return ""
}

func (f figure) format(v float64) string {
	if f.unit == "ns/op" {
		return duration(v)
	}
	return number(v) + f.suffix
}

// command prints this figure: the whole benchmark, for its parts may need one
// another.
func (f figure) command() string {
	top, _, _ := strings.Cut(f.name, "/")
	return fmt.Sprintf("go test -run '^$' -bench '^Benchmark%s$' ./%s", top, f.pkg)
}

// number has three digits that mean something.
func number(v float64) string {
	if v >= 100 || v <= -100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

func duration(ns float64) string {
	for _, u := range []struct {
		of   time.Duration
		name string
	}{{time.Second, " s"}, {time.Millisecond, " ms"}, {time.Microsecond, " µs"}} {
		if ns >= float64(u.of) {
			return number(ns/float64(u.of)) + u.name
		}
	}
	return number(ns) + " ns"
}

// counted is a number of features in words, with commas.
func counted(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text + " features"
}
