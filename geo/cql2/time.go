package cql2

import (
	"fmt"
	"strings"
	"time"
)

// instantNode reads a day or a point in time, as it is written in an interval.
func instantNode(text string) (Node, error) {
	if text == ".." {
		return Node{Kind: Open}, nil
	}
	kind := Date
	if strings.ContainsAny(text, "Tt") {
		kind = Timestamp
	}
	return Node{Kind: kind, Text: text}, checkInstant(kind, text)
}

func checkInstant(kind Kind, text string) error {
	if kind == Date {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return fmt.Errorf("'%s' is no day such as '2020-11-25'", clip(text))
		}
		return nil
	}
	if _, err := time.Parse(time.RFC3339Nano, text); err != nil {
		return fmt.Errorf("'%s' is no time such as '2020-11-25T12:00:00Z'", clip(text))
	}
	return nil
}

// instant reads the rest of DATE( and TIMESTAMP(.
func (p *parser) instant(start int, word string) (*Node, error) {
	kind := Date
	if word == "timestamp" {
		kind = Timestamp
	}
	text := p.token
	if text.kind != stringToken {
		return nil, p.errorf(text.start, "%s stands where a text is wanted", text)
	}
	if err := checkInstant(kind, text.text); err != nil {
		return nil, p.errorf(text.start, "%v", err)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect(")"); err != nil {
		return nil, err
	}
	return p.node(start, Node{Kind: kind, Text: text.text})
}

// interval reads the rest of INTERVAL(.
func (p *parser) interval(start int) (*Node, error) {
	args, err := p.list(")", func() (*Node, error) {
		if p.token.kind != stringToken {
			return p.primary()
		}
		n, err := instantNode(p.token.text)
		if err != nil {
			return nil, p.errorf(p.token.start, "%v", err)
		}
		return p.literal(n)
	})
	if err != nil {
		return nil, err
	}
	return p.node(start, Node{Kind: Interval, Args: args})
}
