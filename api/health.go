package api

// healthz says that the process answers.
func (s *server) healthz(call) (answer, error) {
	a := jsonAnswer(typeJSON, "", func() (any, error) { return map[string]string{"status": "ok"}, nil })
	a.cache = noStore
	return a, nil
}

// readyz says that there is a release to answer from, and which.
func (s *server) readyz(c call) (answer, error) {
	atlas, err := c.loaded()
	if err != nil {
		return answer{}, err
	}
	meta := atlas.Meta()
	a := jsonAnswer(typeJSON, "", func() (any, error) {
		return struct {
			Status      string `json:"status"`
			DataVersion string `json:"data_version"`
			PublishedOn string `json:"published_on"`
		}{"ready", meta.Version, meta.PublishedOn}, nil
	})
	a.cache = noStore
	return a, nil
}
