package api

import "net/http"

// translations answers with the texts of the release in one language, or that
// there are none.
func (s *server) translations(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	text := a.Translations(c.pathValue("language"))
	return answer{contentType: typeJSON, etag: s.etag(c), build: func(h http.Header) (writeBody, error) {
		if text == nil {
			return nil, nil
		}
		return bytesBody(h, text), nil
	}}, nil
}
