package cql2

import "unicode/utf8"

// Parse reads a filter in CQL2 Text. What it returns is well formed: operators
// have the arguments that they take, as far as that shows without a schema. Its
// errors are *Error, with the column.
func Parse(text string) (*Node, error) {
	p := &parser{lexer: lexer{text}}
	switch {
	case len(text) > MaxLength:
		return nil, &Error{Place{Column: 1}, "the filter is longer than 1 MiB"}
	case !utf8.ValidString(text):
		return nil, &Error{Place{Column: 1}, "the filter is not UTF-8"}
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == endToken {
		return nil, p.errorf(p.token.start, "the filter is empty")
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.token.kind != endToken {
		return nil, p.errorf(p.token.start, "%s stands where the filter could end, or go on with AND or OR", p.token)
	}
	return n, check(n)
}

// parser is recursive descent over one token. Boolean and arithmetic
// expressions are one grammar here, since both may begin with a parenthesis;
// check parts them.
type parser struct {
	lexer
	token     token
	depth     int
	nodes     int
	positions int
	nested    int // geometries open
}

func (p *parser) advance() (err error) {
	p.token, err = p.next(p.token.end)
	return err
}

// peekIs reports that the symbol follows the token at hand.
func (p *parser) peekIs(symbol string) bool {
	t, err := p.next(p.token.end)
	return err == nil && t.is(symbol)
}

func (p *parser) expect(symbol string) error {
	if !p.token.is(symbol) {
		return p.errorf(p.token.start, "%s stands where %q is wanted", p.token, symbol)
	}
	return p.advance()
}

func (p *parser) enter() error {
	if p.depth++; p.depth > 2*maxDepth { // a part of a filter may have two: NOT and a parenthesis
		return p.errorf(p.token.start, "the filter nests deeper than %d", maxDepth)
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

// node makes a node that begins at a byte of the text.
func (p *parser) node(start int, n Node) (*Node, error) {
	if p.nodes++; p.nodes > maxNodes {
		return nil, p.errorf(start, "the filter has more than %d parts", maxNodes)
	}
	n.At = p.place(start)
	return &n, nil
}

func (p *parser) op(start int, name string, args ...*Node) (*Node, error) {
	return p.node(start, Node{Kind: Op, Text: name, Args: args})
}

func (p *parser) or() (*Node, error)  { return p.joined("or", p.and) }
func (p *parser) and() (*Node, error) { return p.joined("and", p.not) }

// joined reads operands with a word between each two: a AND b AND c is one node.
func (p *parser) joined(word string, operand func() (*Node, error)) (*Node, error) {
	start := p.token.start
	n, err := operand()
	if err != nil || !p.token.isWord(word) {
		return n, err
	}
	args := []*Node{n}
	for p.token.isWord(word) {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if n, err = operand(); err != nil {
			return nil, err
		}
		args = append(args, n)
	}
	return p.op(start, word, args...)
}

func (p *parser) not() (*Node, error) {
	if !p.token.isWord("not") {
		return p.predicate()
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	start := p.token.start
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.not()
	if err != nil {
		return nil, err
	}
	return p.op(start, "not", n)
}

// predicate reads a comparison, or an expression that is compared with nothing.
func (p *parser) predicate() (*Node, error) {
	start := p.token.start
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	if p.token.kind == symbolToken && comparisons[p.token.text] {
		name := p.token.text
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := p.sum()
		if err != nil {
			return nil, err
		}
		return p.op(start, name, left, right)
	}
	if p.token.isWord("is") {
		return p.isNull(start, left)
	}
	isNot := p.token.isWord("not")
	if isNot {
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	var n *Node
	switch {
	case p.token.isWord("like"), p.token.isWord("ilike"):
		n, err = p.like(start, left)
	case p.token.isWord("between"):
		n, err = p.between(start, left)
	case p.token.isWord("in"):
		n, err = p.in(start, left)
	case isNot:
		return nil, p.errorf(p.token.start, "%s stands where LIKE, BETWEEN or IN is wanted", p.token)
	default:
		return left, nil
	}
	if err != nil || !isNot {
		return n, err
	}
	return p.op(start, "not", n)
}

func (p *parser) isNull(start int, left *Node) (*Node, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	isNot := p.token.isWord("not")
	if isNot {
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	if !p.token.isWord("null") {
		return nil, p.errorf(p.token.start, "%s stands where NULL is wanted", p.token)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.op(start, "isNull", left)
	if err != nil || !isNot {
		return n, err
	}
	return p.op(start, "not", n)
}

// like reads a pattern. ILIKE is not of the standard, but GDAL writes it.
func (p *parser) like(start int, left *Node) (*Node, error) {
	ignoresCase := p.token.isWord("ilike")
	if err := p.advance(); err != nil {
		return nil, err
	}
	pattern, err := p.sum()
	if err != nil {
		return nil, err
	}
	if ignoresCase {
		if left, err = p.op(start, "casei", left); err != nil {
			return nil, err
		}
		if pattern, err = p.op(start, "casei", pattern); err != nil {
			return nil, err
		}
	}
	return p.op(start, "like", left, pattern)
}

func (p *parser) between(start int, left *Node) (*Node, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	low, err := p.sum()
	if err != nil {
		return nil, err
	}
	if !p.token.isWord("and") {
		return nil, p.errorf(p.token.start, "%s stands where the AND of BETWEEN is wanted", p.token)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	high, err := p.sum()
	if err != nil {
		return nil, err
	}
	return p.op(start, "between", left, low, high)
}

func (p *parser) in(start int, left *Node) (*Node, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !p.token.is("(") {
		return nil, p.errorf(p.token.start, `%s stands where the "(" of IN is wanted`, p.token)
	}
	list, err := p.array(p.or)
	if err != nil {
		return nil, err
	}
	return p.op(start, "in", left, list)
}
