package publish_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// planted is where a test puts a position: all that goes into a release.
type planted struct {
	world
	meta   release.Meta
	policy policy.Policy
	reason string
}

// Why a text column can't hold free text.
const (
	isID       = "public IDs, which are random"
	isDate     = "an EDTF date or a day, which is parsed"
	isDerived  = "made of other columns that are gated"
	isOurs     = "a word of this program, chosen out of a few"
	isStyle    = "made of this program's columns, codes and colours, and of which kinds of geometry are public"
	isComputed = "a hash or a signature, computed while publishing"
)

// inputs says for every text column of a release how a position would get into
// it (a function), or why none can (a text).
func inputs() map[string]any {
	all := map[string]any{
		// How QGIS draws the layers: codes and labels of the vocabularies.
		"layer_styles.f_table_catalog": isOurs, "layer_styles.f_table_schema": isOurs, "layer_styles.f_table_name": isOurs,
		"layer_styles.f_geometry_column": isOurs, "layer_styles.styleName": isOurs, "layer_styles.styleQML": isOurs,
		"layer_styles.styleSLD": isOurs, "layer_styles.description": isOurs, "layer_styles.owner": isOurs, "layer_styles.ui": isOurs,
		"search.fold": isDerived, "search.skeleton": isDerived, // of names
		"agent.name": func(p *planted) { p.agents[0].Name = position }, "agent.kind": func(p *planted) { p.agents[0].Kind = position },
		"agent.note": func(p *planted) { p.agents[0].Note = position },

		"source.kind": func(p *planted) { p.sources[0].Kind = position }, "source.title": func(p *planted) { p.sources[0].Title = position },
		"source.author":    func(p *planted) { p.sources[0].Author, p.sources[0].AuthorConsent = position, true },
		"source.publisher": func(p *planted) { p.sources[0].Publisher = position }, "source.language": "the vault refuses what is no language tag",
		"source.url": func(p *planted) { p.sources[0].URL = "https://example.org/" + position }, "source.perspective": func(p *planted) { p.sources[0].Perspective = position },
		"source.licence": func(p *planted) { p.sources[0].Licence = position }, "source.note": func(p *planted) { p.sources[0].Note = position },
		"source.archive_state": func(p *planted) { p.sources[0].Archive.State = position },
		"source.media_type":    func(p *planted) { p.sources[0].Archive.MediaType = position },
		"source.captured_on":   func(p *planted) { p.sources[0].Archive.CapturedOn = position },
		"source.sha256":        "the vault knows a copy by its hash, or refuses the source",
		"source.published":     isDate, "source.id": isID, "source.agent": isID, "source.known_through": isID,

		"name.text":     func(p *planted) { p.records[0].Names[0].Text = position },
		"name.language": func(p *planted) { p.records[0].Names[0].Language = position },
		"name.script":   func(p *planted) { p.records[0].Names[0].Script = position },
		"name.when":     isDate, "name.subject": isID, "name.source": isID,

		"claim.property":  "the vault refuses what is no word",
		"claim.value":     func(p *planted) { p.claims[0].Value = json.RawMessage(`"` + position + `"`) },
		"claim.when_role": func(p *planted) { p.claims[0].WhenRole = position }, "claim.when": isDate, "claim.subject": isID,
		"figure.measure":    func(p *planted) { p.figures[0].Measure = position },
		"figure.comparator": func(p *planted) { p.figures[0].Comparator = position },
		"figure.word":       func(p *planted) { p.figures[0].Word = position },
		"figure.when_role":  func(p *planted) { p.figures[0].WhenRole = position }, "figure.when": isDate, "figure.scope": isID,

		"shown.property": isDerived, "shown.value": isDerived, "shown.own_value": isDerived,
		"shown.subject": isID, "shown.claim": isID, "shown.rivals": isID, "shown.rule": isOurs,

		"history.reason": func(p *planted) { p.reason = position }, "history.changed": isDerived, "history.subject": isID,

		"change.from_version": isComputed, "change.to_version": isComputed, "change.collection": isOurs, "change.record": isID, "change.kind": isOurs,
		"edition.version": isComputed, "stele_meta.key": isOurs, "stele_log.key": isOurs, "stele_log.value": isComputed,
		"stele_log_earlier.checkpoint": isComputed, "stele_log_earlier.proof": isComputed,
	}
	for _, name := range []string{
		"f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML", "styleSLD", "description", "owner", "ui",
	} {
		all["layer_styles."+name] = isStyle
	}
	for member, at := range metaMembers() {
		all["stele_meta.value "+member] = at
	}
	for table, a := range map[string]func(*planted) *data.Assertion{
		"claim":  func(p *planted) *data.Assertion { return &p.claims[0].Assertion },
		"figure": func(p *planted) *data.Assertion { return &p.figures[0].Assertion },
	} {
		all[table+".rank"] = func(p *planted) { a(p).Rank = position }
		all[table+".perspective"] = func(p *planted) { a(p).Perspective = position }
		all[table+".note"] = func(p *planted) { a(p).Note = position }
		all[table+".locator"] = func(p *planted) { a(p).Locator.Text = position }
		for _, c := range []string{"asserted_by", "source", "via", "disputes", "supports", "recorded_by", "id"} {
			all[table+"."+c] = isID
		}
		all[table+".recorded_at"] = isDate
	}
	all["agent.id"] = isID
	for _, c := range data.Collections() {
		for _, name := range []string{"name", "name_en", "name_az", "name_hy", "name_ru", "place_name", "according_to"} {
			all[c.ID+"."+name] = isDerived
		}
		for _, f := range c.Fields {
			if f.Hidden || f.Type != data.Text && f.Type != data.Code {
				continue
			}
			all[c.ID+"."+f.Name] = func(p *planted) { p.records[0].Collection = c.ID; p.records[0].Properties[f.Name] = position }
		}
		all[c.ID+".id"] = isID
		all[c.ID+".when_role"] = func(p *planted) { p.records[0].WhenRole = position }
		all[c.ID+".precision_rule"] = func(p *planted) { p.policy.Rules[0].Name = position }
		all[c.ID+".location_form"], all[c.ID+".public_precision"] = isOurs, isOurs
		all[c.ID+".when"] = isDate
		all[c.ID+".source"], all[c.ID+".place"] = isID, isID
	}
	return all
}

func metaMembers() map[string]any {
	return map[string]any{
		"title": func(p *planted) { p.meta.Title = position }, "description": func(p *planted) { p.meta.Description = position },
		"attribution": func(p *planted) { p.meta.Attribution = position }, "licence": func(p *planted) { p.meta.Licence = position },
		"story": func(p *planted) {
			p.meta.Story = storyOf(position)
		},
		"translations": func(p *planted) { p.meta.Translations = translationsOf(position) },
		"base_map":     func(p *planted) { p.meta.BaseMap = position }, "base_map_attribution": func(p *planted) { p.meta.BaseMapAttribution = position },
		"contact": func(p *planted) { p.meta.Contact = position }, "policy": func(p *planted) { p.policy.Note = position },
		"policy_version": func(p *planted) { p.policy.Version = position }, "audience": func(p *planted) { p.policy.Audience = position },
		"published_on": isDate, "version": isComputed, "format": isComputed,
	}
}

const position = "three kilometres north of the village"

// Whatever column a release has, no position gets into it: one that is new has
// to be gated, or to say here why it needs no gate.
func TestT1_NoTextColumnTakesAPosition(t *testing.T) {
	all := inputs()
	clean := innocent(t)
	path, err := clean.publish(t)
	if err != nil {
		t.Fatal(err)
	}
	found := textColumns(t, path)
	for _, column := range found {
		switch is := all[column].(type) {
		case nil:
			t.Errorf("%s holds text, and nobody says how a position is kept out of it", column)
		case func(*planted):
			p := innocent(t)
			is(&p)
			path, err := p.publish(t)
			var refused *publish.PositionsError
			switch {
			case errors.As(err, &refused):
			case err != nil:
				t.Errorf("%s: publish = %v", column, err)
			case holds(t, path, position):
				t.Errorf("%s: a position got into the release", column)
			case column != "history.reason":
				t.Errorf("%s: a position is let through, and vanishes: this tests nothing", column)
			}
		}
		delete(all, column)
	}
	for column := range all {
		t.Errorf("a release has no text column %s", column)
	}
}

func storyOf(text string) string {
	return `{"title":{"en":"A story"},"steps":[{"title":{"en":"One"},"text":{"en":"` + text + `"},"where":[46,39,47,40],"sources":["a"]}]}`
}

func translationsOf(text string) string { return `{"A report":{"ru":"` + text + `"}}` }

func innocent(t *testing.T) planted {
	t.Helper()
	p := planted{world: base(site("a", nil, "located", "none")), meta: release.Meta{PublishedOn: "2026-03-05", Title: "Test"}, reason: "checked"}
	p.meta.BaseMap, p.meta.BaseMapAttribution, p.meta.Story = "https://tiles.example.org/{z}/{x}/{y}.png", "A map of others", storyOf("A text")
	p.meta.Translations = translationsOf("Отчёт")
	about := data.Ref{Collection: data.Sites, Key: "b"}
	p.records = append(p.records, site("b", nil, "located", "none"))
	p.claims = []data.Claim{{Key: "c", Subject: about, Property: "location", Value: json.RawMessage(`"by the mill"`), Assertion: data.Assertion{Source: "report", Rank: "normal"}}}
	p.figures = []data.Figure{{Key: "f", Scope: about, Measure: "killed", Word: "dozens", Assertion: data.Assertion{Source: "report", Rank: "normal"}}}
	var err error
	if p.policy, err = policy.ForAudience("public", ""); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p planted) publish(t *testing.T) (string, error) {
	t.Helper()
	v, _, err := vault.Create(t.Context(), t.TempDir(), day)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := p.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if _, err := v.DecidePending(t.Context(), data.Decision{State: data.Published, By: "editor", Reason: p.reason}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "public.gpkg")
	report, err := publish.Release(t.Context(), v, p.policy, path, p.meta, nil)
	if err == nil && p.reason == position && (len(report.Reasons) != 1 || !strings.Contains(report.Reasons[0].String(), "reason of version 1: line 1, column 1")) {
		t.Errorf("a reason with a position is dropped, and the report says %v", report.Reasons)
	}
	return path, err
}

// textColumns lists "table.column" of all text in a release but the tables that
// GeoPackage prescribes; of the one that has members, "table.column member".
func textColumns(t *testing.T, path string) (all []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.type IN ('TEXT', '', 'ANY') AND m.name NOT LIKE 'gpkg_%' AND m.name NOT LIKE 'rtree_%' AND m.name NOT LIKE 'search\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite_%'
		AND m.name || '.' || c.name <> 'stele_meta.value'
		UNION SELECT 'stele_meta.value ' || key FROM stele_meta ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all = append(all, name)
	}
	if rows.Err() != nil || len(all) < 50 {
		t.Fatalf("%d text columns, %v", len(all), rows.Err())
	}
	return all
}

func holds(t *testing.T, path, text string) bool {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(file), text)
}

// The vault takes no free text where a word or a tag belongs.
func TestT1_TheVaultRefusesFreeTextForAWord(t *testing.T) {
	for name, plant := range map[string]func(*planted){
		"property":        func(p *planted) { p.claims[0].Property = position },
		"property upper":  func(p *planted) { p.claims[0].Property = "Stage" },
		"property digit":  func(p *planted) { p.claims[0].Property = "39_97753" },
		"language":        func(p *planted) { p.sources[0].Language = position },
		"private subtag":  func(p *planted) { p.sources[0].Language = "en-x-39977" },
		"private tag":     func(p *planted) { p.sources[0].Language = "x-39977-46130" },
		"unicode subtags": func(p *planted) { p.sources[0].Language = "en-u-ca-39977" },
	} {
		p := innocent(t)
		plant(&p)
		v, _, err := vault.Create(t.Context(), t.TempDir(), day)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.fill(t.Context(), v); err == nil {
			t.Errorf("%s: the vault takes it", name)
		}
		v.Close()
	}
}
