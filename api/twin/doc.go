// Package twin holds the tests of non-interference (rules N1 to N11, and G3):
// two vaults that differ only in what nobody may learn are published and
// served, and every public route must answer both alike, to the byte. Beside
// it stand the attacks: a scan of the release file for what was held back, and
// a bisection over HTTP. It has no code of its own, only tests.
//
// A route that requests_test.go does not know fails the tests until somebody
// writes its requests there, and says how to ask it about a place.
package twin
