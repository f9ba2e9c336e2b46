package api_test

import "testing"

func TestSources(t *testing.T) {
	s := serve(t, rivals(t))
	s.check([]row{
		{"/sources", 200, []string{`{"sources":[{"id":"src1","kind":"news_article"`, `"numberMatched":2`, `"rel":"self"`, `"author":null`}, nil},
		{"/sources/src2", 200, []string{`{"id":"src2"`, `"agent_name":"A ministry"`, `"state":"not_captured"`, `"links":[`, s.URL + `/sources/src2"`}, []string{"src1"}},
		{"/sources/src3", 404, nil, nil},
	})
}
