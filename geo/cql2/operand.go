package cql2

import "strings"

// array reads elements in parentheses, or in brackets as drafts of the standard
// had them.
func (p *parser) array(element func() (*Node, error)) (*Node, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	start, closing := p.token.start, map[string]string{"(": ")", "[": "]"}[p.token.text]
	if err := p.advance(); err != nil {
		return nil, err
	}
	args, err := p.list(closing, element)
	if err != nil {
		return nil, err
	}
	return p.node(start, Node{Kind: Array, Args: args})
}

// arrayOperand reads an operand of an array function: there a parenthesis begins
// an array, and in that one another.
func (p *parser) arrayOperand() (*Node, error) {
	if p.token.is("(") {
		return p.array(p.arrayOperand)
	}
	return p.or()
}

// list reads what stands between a parenthesis that was read and its end.
func (p *parser) list(closing string, element func() (*Node, error)) (args []*Node, err error) {
	for !p.token.is(closing) {
		if len(args) > 0 {
			if err := p.expect(","); err != nil {
				return nil, err
			}
		}
		n, err := element()
		if err != nil {
			return nil, err
		}
		args = append(args, n)
	}
	return args, p.advance()
}

// sum reads arithmetic: + and - bind least, ^ most and to the right.
func (p *parser) sum() (*Node, error) { return p.chain(p.product, "+", "-") }

func (p *parser) product() (*Node, error) { return p.chain(p.power, "*", "/", "%", "div") }

func (p *parser) chain(operand func() (*Node, error), symbols ...string) (*Node, error) {
	start := p.token.start
	n, err := operand()
	for err == nil {
		name := ""
		for _, symbol := range symbols {
			if p.token.is(symbol) || symbol == "div" && p.token.isWord(symbol) {
				name = symbol
			}
		}
		if name == "" {
			return n, nil
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
		right, err := operand()
		if err != nil {
			return nil, err
		}
		if n, err = p.op(start, name, n, right); err != nil {
			return nil, err
		}
	}
	return n, err
}

func (p *parser) power() (*Node, error) {
	start := p.token.start
	n, err := p.factor()
	if err != nil || !p.token.is("^") {
		return n, err
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.advance(); err != nil {
		return nil, err
	}
	exponent, err := p.power()
	if err != nil {
		return nil, err
	}
	return p.op(start, "^", n, exponent)
}

// factor reads an operand with its sign. Minus a number is a number.
func (p *parser) factor() (*Node, error) {
	start := p.token.start
	isMinus := p.token.is("-")
	if !isMinus && !p.token.is("+") {
		return p.primary()
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	isNumber := p.token.kind == numberToken
	if !isMinus && !isNumber {
		return nil, p.errorf(p.token.start, "%s stands where a number is wanted", p.token)
	}
	n, err := p.primary()
	switch {
	case err != nil || !isMinus:
		return n, err
	case isNumber:
		n.Number, n.At = 0-n.Number, p.place(start) // never -0
		return n, nil
	}
	minusOne, err := p.node(start, Node{Kind: Number, Number: -1})
	if err != nil {
		return nil, err
	}
	return p.op(start, "*", minusOne, n)
}

// primary reads a literal, a property, a function or what is in parentheses.
func (p *parser) primary() (*Node, error) {
	t := p.token
	switch {
	case t.kind == stringToken:
		return p.literal(Node{Kind: String, Text: t.text})
	case t.kind == numberToken:
		return p.literal(Node{Kind: Number, Number: t.number})
	case t.kind == quotedToken:
		return p.literal(Node{Kind: Property, Text: t.text})
	case t.is("("):
		return p.parenthesis()
	case t.is("["):
		return p.array(p.or)
	case t.kind != nameToken:
		return nil, p.errorf(t.start, "%s stands where a property, a value or a function is wanted", t)
	case t.isWord("true"), t.isWord("false"):
		return p.literal(Node{Kind: Bool, Bool: t.isWord("true")})
	case isGeometryWord(t.text):
		if n, ok, err := p.geometry(); ok {
			return n, err
		}
	}
	if p.peekIs("(") && !reserved[strings.ToLower(t.text)] {
		return p.function()
	}
	if reserved[strings.ToLower(t.text)] {
		return nil, p.errorf(t.start, "%s stands where a property, a value or a function is wanted; a property of that name is written in double quotes", t)
	}
	return p.literal(Node{Kind: Property, Text: t.text})
}

func (p *parser) literal(n Node) (*Node, error) {
	start := p.token.start
	if err := p.advance(); err != nil {
		return nil, err
	}
	return p.node(start, n)
}

func (p *parser) parenthesis() (*Node, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.advance(); err != nil {
		return nil, err
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	return n, p.expect(")")
}

// reserved are the words that are no names unless they are quoted.
var reserved = set("", "and or not like ilike between in is null true false div")

// taken are the names that no function can have.
var taken = set("", "date timestamp interval bbox")

// function reads NAME(...), the literals of time and boxes among them.
func (p *parser) function() (*Node, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	start, name := p.token.start, p.token.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.advance(); err != nil { // the parenthesis
		return nil, err
	}
	lower := strings.ToLower(name)
	if known, ok := byLower[lower]; ok {
		name = known
	}
	switch lower {
	case "date", "timestamp":
		return p.instant(start, lower)
	case "interval":
		return p.interval(start)
	case "bbox":
		return p.bbox(start)
	}
	operand := p.or
	if arrayOps[name] {
		operand = p.arrayOperand
	}
	args, err := p.list(")", operand)
	if err != nil {
		return nil, err
	}
	return p.op(start, name, args...)
}
