package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"stele/data/ledger"
)

// The log's routes are the only ones whose answers, entity tags included, depend
// on the log. It is the public log of the release's audience: each leaf is the
// entry of a release, so that its size, the leaves' numbers and the lengths of
// proofs tell how often there was a release, and nothing of rows that are held
// back. Its hashes differ between two vaults that differ in nothing but a protected
// position, and that is no leak: an entry holds a salted commitment to the vault's
// own log, and the salts are not here. Elsewhere such a difference would be one:
// nothing but these routes may look at the log.

const typeText = "text/plain; charset=utf-8"

// log returns what the release carries of its log.
func (c call) log() (ledger.Entered, error) {
	a, err := c.loaded()
	if err != nil {
		return ledger.Entered{}, err
	}
	log, ok := a.Log()
	if !ok {
		return log, errNotFound
	}
	return log, nil
}

// logTag is the entity tag of an answer about the log.
func (s *server) logTag(c call, log ledger.Entered, query ...pair) string {
	return weakTag(log.Checkpoint, s.Build, c.base, c.URL.Path, encodeQuery(query))
}

// logCheckpoint answers with the signed checkpoint, in the format of
// c2sp.org/tlog-checkpoint, to be kept by whoever wants to see later that the
// log was not written anew.
func (s *server) logCheckpoint(c call) (answer, error) {
	log, err := c.log()
	if err != nil {
		return answer{}, err
	}
	return answer{contentType: typeText, etag: s.logTag(c, log), build: func(h http.Header) (writeBody, error) {
		return bytesBody(h, []byte(log.Checkpoint)), nil
	}}, nil
}

// logProof answers with proof that this release is in the log.
func (s *server) logProof(c call) (answer, error) {
	if _, err := c.params.format("json"); err != nil {
		return answer{}, err
	}
	log, err := c.log()
	if err != nil {
		return answer{}, err
	}
	sizes := []int64{}
	for _, e := range log.Earlier {
		sizes = append(sizes, e.Size)
	}
	return jsonAnswer(typeJSON, s.logTag(c, log), func() (any, error) {
		return struct {
			ledger.Entered
			Earlier []int64 `json:"earlier"` // sizes, for /log/consistency
			Links   []link  `json:"links"`
		}{log, sizes, c.logLinks("proof")}, nil
	}), nil
}

// logConsistency answers with proof that the log has only grown since an
// earlier release.
func (s *server) logConsistency(c call) (answer, error) {
	if _, err := c.params.format("json"); err != nil {
		return answer{}, err
	}
	log, err := c.log()
	if err != nil {
		return answer{}, err
	}
	from, err := c.logFrom(log)
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.logTag(c, log, pair{"from", strconv.FormatInt(from.Size, 10)}), func() (any, error) {
		return struct {
			From       int64         `json:"from"`
			To         int64         `json:"to"`
			Proof      []ledger.Hash `json:"proof"`
			Earlier    string        `json:"earlier_checkpoint"`
			Checkpoint string        `json:"checkpoint"`
			Verifier   string        `json:"verifier"`
			Links      []link        `json:"links"`
		}{from.Size, log.Size(), from.Proof, from.Checkpoint, log.Checkpoint, log.Verifier, c.logLinks("consistency")}, nil
	}), nil
}

// logFrom reads the parameter from: the size of a checkpoint that a release had.
func (c call) logFrom(log ledger.Entered) (ledger.Earlier, error) {
	text, ok := c.params["from"]
	refuse := func(err error) error {
		return &badParam{name: "from", value: text, accepted: "the size of the checkpoint of an earlier release, as /log/proof lists them", err: err}
	}
	if !ok {
		return ledger.Earlier{}, refuse(errors.New("from is missing"))
	}
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != text {
		return ledger.Earlier{}, refuse(errors.New("from is not a whole number"))
	}
	if size == log.Size() {
		return ledger.Earlier{Size: size, Checkpoint: log.Checkpoint, Proof: []ledger.Hash{}}, nil
	}
	e, ok := log.EarlierAt(size)
	if !ok {
		return e, refuse(fmt.Errorf("no release had a checkpoint of size %d", size))
	}
	return e, nil
}

func (c call) logLinks(self string) []link {
	return []link{
		{c.href(nil, "log", self), "self", typeJSON, "This document"},
		{c.href(nil, "log", "checkpoint"), "related", typeText, "The checkpoint, signed"},
		{c.href(nil, "log", "proof"), "related", typeJSON, "Proof that this release is in the log"},
	}
}

// describeLog adds the log to the parts of the description.
func describeLog(paths, parameters object) {
	from := queryParameter("from", "The size of an earlier release's checkpoint, as /log/proof lists them.", object{"type": "integer", "minimum": 1})
	from["required"], from["example"] = true, 1
	parameters["from"] = from
	paths["/log/checkpoint"] = operation("logCheckpoint", "log", "The log of releases: its signed checkpoint", okText())
	parameters["logFormat"] = queryParameter("f", "Format: a proof is checked by a program.", object{"type": "string", "enum": []string{"json"}})
	paths["/log/proof"] = operation("logProof", "log", "Proof that this release is in the log", ok(typeJSON, "Object"), "logFormat")
	paths["/log/consistency"] = operation("logConsistency", "log", "Proof that the log has only grown since an earlier release", ok(typeJSON, "Object"), "from", "logFormat")
}

func okText() object {
	return object{"description": "Success", "content": object{typeText: object{"schema": object{"type": "string"}}}}
}
