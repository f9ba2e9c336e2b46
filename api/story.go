package api

import "net/http"

// story answers with the guided view that the release carries, or that there is
// none.
func (s *server) story(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	text := a.Meta().Story
	return answer{contentType: typeJSON, etag: s.etag(c), build: func(h http.Header) (writeBody, error) {
		if text == "" {
			return nil, nil
		}
		return bytesBody(h, []byte(text)), nil
	}}, nil
}
