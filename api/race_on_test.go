//go:build race

package api_test

// underRace: the race detector takes many times the time, and lets pools lose
// what is put into them.
const underRace = true
