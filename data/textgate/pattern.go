package textgate

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"
)

// pattern is a regular expression over folded text that is compiled when it is
// first needed. One that is anchored knows which two bytes a match can begin
// with: nearly all words of a text are turned away by these alone, which is
// what makes a search fast. In an expression, \pL is short for the letters of
// the scripts whose words this package knows.
type pattern struct {
	expr  string
	once  sync.Once
	re    *regexp.Regexp
	leads [1 << 16 / 64]uint64 // a bit for each pair of bytes
}

// The letters of Latin, Cyrillic and Armenian script that folding leaves. The
// whole class \pL would take most of a second to compile wherever it stands.
const letters = `a-z\x{df}-\x{24f}\x{400}-\x{481}\x{48a}-\x{52f}\x{561}-\x{587}`

func compile(expr string) *pattern {
	return &pattern{expr: expr}
}

func (p *pattern) regexp() *regexp.Regexp {
	p.once.Do(func() {
		expr := withLetters(p.expr)
		p.re = regexp.MustCompile(expr)
		if !strings.HasPrefix(expr, "^") {
			p.allowAll(0, 0xFF)
			return
		}
		tree, err := syntax.Parse(expr, syntax.Perl)
		if err != nil {
			panic(err) // MustCompile took it
		}
		prog, err := syntax.Compile(tree.Simplify())
		if err != nil {
			panic(err)
		}
		p.learn(prog)
	})
	return p.re
}

// withLetters writes out \pL, within a class and alone.
func withLetters(expr string) string {
	parts := strings.Split(expr, `\pL`)
	for i, part := range parts[:len(parts)-1] {
		if strings.LastIndexByte(part, '[') > strings.LastIndexByte(part, ']') {
			parts[i] += letters
		} else {
			parts[i] += "[" + letters + "]"
		}
	}
	return strings.Join(parts, "")
}

// mayMatch reports whether a match can begin as s does.
func (p *pattern) mayMatch(s string) bool {
	p.regexp()
	if len(s) < 2 {
		return true
	}
	pair := uint(s[0])<<8 | uint(s[1])
	return p.leads[pair/64]>>(pair%64)&1 != 0
}

// submatches, index, find and matches are those of regexp.Regexp.

func (p *pattern) submatches(s string) []int {
	if !p.mayMatch(s) {
		return nil
	}
	return p.re.FindStringSubmatchIndex(s)
}

func (p *pattern) index(s string) []int {
	if !p.mayMatch(s) {
		return nil
	}
	return p.re.FindStringIndex(s)
}

func (p *pattern) find(s string) string {
	if !p.mayMatch(s) {
		return ""
	}
	return p.re.FindString(s)
}

func (p *pattern) matches(s string) bool {
	return p.mayMatch(s) && p.re.MatchString(s)
}

func (p *pattern) allow(first, second byte) {
	pair := uint(first)<<8 | uint(second)
	p.leads[pair/64] |= 1 << (pair % 64)
}

// learn walks the program from its start to the second byte. Where it cannot
// tell, it allows too much.
func (p *pattern) learn(prog *syntax.Prog) {
	firsts, isOpen := runes(prog, uint32(prog.Start))
	if isOpen {
		p.allowAll(0, 0xFF)
	}
	for _, f := range firsts {
		for r := f.lo; r <= min(f.hi, utf8.RuneSelf-1); r++ {
			p.learnSecond(prog, byte(r), f.next)
		}
		if f.hi < utf8.RuneSelf {
			continue
		}
		lo, hi := encode(max(f.lo, utf8.RuneSelf)), encode(f.hi)
		if lo[0] != hi[0] {
			p.allowAll(lo[0], hi[0])
			continue
		}
		for b := int(lo[1]); b <= int(hi[1]); b++ {
			p.allow(lo[0], byte(b))
		}
	}
}

func (p *pattern) learnSecond(prog *syntax.Prog, first byte, next uint32) {
	seconds, isOpen := runes(prog, next)
	if isOpen {
		p.allowAll(first, first)
		return
	}
	for _, s := range seconds {
		for b := int(encode(s.lo)[0]); b <= int(encode(s.hi)[0]); b++ {
			p.allow(first, byte(b))
		}
	}
}

func (p *pattern) allowAll(lo, hi byte) {
	for first := int(lo); first <= int(hi); first++ {
		for second := range 256 {
			p.allow(byte(first), byte(second))
		}
	}
}

func encode(r rune) (b [utf8.UTFMax]byte) {
	utf8.EncodeRune(b[:], r)
	return b
}

// runeRange is a range of characters that a program takes, and where it goes on.
type runeRange struct {
	lo, hi rune
	next   uint32
}

// runes returns what a program can take at pc, and whether it can end there.
func runes(prog *syntax.Prog, pc uint32) (ranges []runeRange, isOpen bool) {
	seen, todo := map[uint32]bool{}, []uint32{pc}
	for len(todo) > 0 {
		pc, todo = todo[len(todo)-1], todo[:len(todo)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch inst := &prog.Inst[pc]; inst.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, inst.Out, inst.Arg)
		case syntax.InstCapture, syntax.InstEmptyWidth, syntax.InstNop:
			todo = append(todo, inst.Out)
		case syntax.InstMatch:
			isOpen = true
		case syntax.InstRune, syntax.InstRune1:
			ranges = append(ranges, rangesOf(inst)...)
		case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			ranges = append(ranges, runeRange{0, utf8.MaxRune, inst.Out})
		}
	}
	return ranges, isOpen
}

func rangesOf(inst *syntax.Inst) (ranges []runeRange) {
	if len(inst.Rune) == 1 {
		return []runeRange{{inst.Rune[0], inst.Rune[0], inst.Out}}
	}
	for i := 0; i+1 < len(inst.Rune); i += 2 {
		ranges = append(ranges, runeRange{inst.Rune[i], inst.Rune[i+1], inst.Out})
	}
	return ranges
}
