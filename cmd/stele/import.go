package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/importer"
	"stele/data/vault"
)

type importCommand struct {
	Data        string            `required:"" type:"path" placeholder:"DIR" help:"The data folder. Its vault is made if there is none."`
	Collection  string            `required:"" enum:"sites,villages,zones,districts,events" placeholder:"C" help:"What the rows are: ${enum}."`
	File        []string          `arg:"" help:"Files in any of the formats below; - is standard input."`
	Map         map[string]string `mapsep:"," placeholder:"FIELD=COLUMN" help:"Which column holds a field, where it has another name. May be repeated."`
	Source      string            `placeholder:"KEY" help:"Key of a source in the vault, for rows that name none."`
	SourceTitle string            `placeholder:"TEXT" help:"With --according-to: title of the file as a source; its name if not given."`
	AccordingTo string            `placeholder:"NAME" help:"Who asserts what the file says; the file is then the source of rows that name none."`
	agentFlags
	CRS         string `name:"crs" placeholder:"EPSG:N" help:"Reference system of the positions, whatever the file says; WGS 84 in degrees, Web Mercator and UTM on WGS 84 are known."`
	Layer       string `placeholder:"NAME" help:"Which layer of a file that has several."`
	Encoding    string `placeholder:"NAME" help:"What the texts of a table or shapefile are in, such as windows-1251, where the file does not say."`
	DryRun      bool   `help:"Import nothing: show the first rows as they would be recorded, and what was found."`
	Preview     string `type:"path" placeholder:"FILE" help:"With --dry-run: write all good rows to FILE as GeoJSON. It holds exact positions."`
	Rejects     string `type:"path" placeholder:"FILE" help:"Import the good rows, and write the others to FILE, a new one, with what is wrong, to be mended and imported by itself."`
	MaxProblems int    `default:"50" help:"List at most this many problems of a file; the rest are counted."`
	By          string `env:"USER" default:"unnamed" placeholder:"NAME" help:"Who imports; stays in the vault."`
}

func (importCommand) Help() string {
	return `Each file goes in as a whole or not at all, unless --rejects takes the bad rows. They are listed with row, field, value and
reason; mend them and import again. A row with a known id and new content becomes its new version; nothing is overwritten. Where another
agent's source recorded that id, a note says so: two files that both count from 1 need ids of their own. Whatever comes in
is a draft, and what a draft says is in no release until somebody approves it.

Every row says where it was read: in its own field source, by --source, or else by --according-to, which makes the file
itself a source and says who asserts what it says: a person, unless --agent-kind says otherwise.

Formats, known by their content:
  GeoJSON, also a feature a line, as a text sequence, or Who's On First's    sites.geojson
  CSV and TSV, also with --encoding windows-1251                             villages.csv
  ODK Central and KoboToolbox submissions as CSV                             submissions.csv
  GeoNames, the main table (19 columns)                                      AZ.txt --map kind=feature_code
  KML and KMZ, a folder of it by --layer                                     zones.kmz --layer 1994
  GPX: --layer waypoints, tracks or routes                                   survey.gpx --layer waypoints
  shapefile: a zip, or the .shp beside its .dbf, .prj and .cpg               villages.zip
  GeoPackage, one feature table of it by --layer                             atlas.gpkg --layer villages
  FlatGeobuf                                                                 villages.fgb
Positions in Web Mercator or a zone of UTM come to WGS 84 degrees; any other reference system is refused by its name, and
one that the file does not name is asked for: --crs EPSG:32638.

Fields of all collections: id, name, name_en, name_az, name_hy, name_ru, when (EDTF: 1993-04, 1993~, 1993/2020-11),
when_role, place (villages/KEY), uncertainty_m, source, asserted_by. Position: a geometry, or columns lon and lat in
degrees, or a column wkt.

Examples:
  stele import --data ~/stele --collection villages villages.csv --according-to "An atlas" --agent-kind data_provider --map name=toponym
  stele import --data ~/stele --collection sites --source report-7 sites.geojson
  stele import --data ~/stele --collection villages --according-to "An atlas" --agent-kind data_provider villages.shp --encoding windows-1251 --dry-run --preview out.geojson
  stele import --data ~/stele --collection sites --source report-7 sites.csv --rejects mend.csv
  stele import --data ~/stele --collection events --according-to "An office" --agent-kind state_body events.csv`
}

func (c importCommand) Run(ctx context.Context, e *env) error {
	if err := c.checkFlags(); err != nil {
		return err
	}
	for _, file := range c.File {
		if _, err := os.Stat(file); file != "-" && err != nil {
			return err // before there is a vault for nothing
		}
	}
	if err := c.checkOutputs(); err != nil {
		return err
	}
	folder, drop, err := c.folder()
	if err != nil {
		return err
	}
	defer drop()
	v, made, err := vault.Create(ctx, folder, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	if made && folder == c.Data {
		fmt.Fprintf(e.stdout, "Made a new vault in %s\n", c.Data)
	}
	failed := 0
	for _, file := range c.File {
		if err := c.importFile(ctx, e, v, file); err != nil {
			if ctx.Err() != nil {
				return err
			}
			fmt.Fprintf(e.stderr, "stele: %s: %v\n", file, err)
			failed++
		}
	}
	switch {
	case failed > 0:
		return fmt.Errorf("%d of %d files were not imported; each is imported whole or not at all", failed, len(c.File))
	case c.DryRun:
		fmt.Fprintln(e.stdout, "A dry run: nothing was imported.")
	default:
		fmt.Fprintf(e.stdout, "All of it is draft. stele review list --data %s shows what waits for a decision.\n", c.Data)
	}
	return nil
}

// folder is the data folder. A dry run makes none: it has an empty vault
// elsewhere, which drop takes away.
func (c importCommand) folder() (folder string, drop func(), err error) {
	if _, err := os.Stat(c.Data); !c.DryRun || !errors.Is(err, os.ErrNotExist) {
		return c.Data, func() {}, nil
	}
	folder, err = os.MkdirTemp("", "stele-dry-run-*")
	return folder, func() { os.RemoveAll(folder) }, err
}

func (c importCommand) importFile(ctx context.Context, e *env, v *vault.Vault, file string) error {
	in, size, err := e.open(ctx, file)
	if err != nil {
		return err
	}
	defer in.Close()
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	o, err := c.options(ctx, b, file)
	if err != nil {
		return err
	}
	bar := e.progress("import "+filepath.Base(file), "bytes", size)
	o.Progress = func(bytes int64, _ int) { bar.at(bytes) }
	rejects, err := startPartFile(c.Rejects)
	if err != nil {
		return err
	}
	defer rejects.drop()
	if rejects != nil {
		o.Rejects = rejects
	}
	sink := importer.Sink(b)
	show, err := startShowing(c, b)
	if err != nil {
		return err
	}
	defer show.drop()
	if show != nil {
		sink = show
	}
	report, err := importer.Read(ctx, in, sink, o)
	bar.end()
	row := 0
	if o.Source == "" {
		report.Problems, row = withoutSource(report.Problems)
	}
	e.printProblems(file, report)
	switch {
	case err != nil:
		return err
	case row > 0:
		return fmt.Errorf("row %d names no source: say who asserts what the file says with --according-to NAME (and --agent-kind, if it is no person), "+
			"or name a source that the vault has with --source KEY; nothing of it was imported", row)
	}
	if !report.OK() && (rejects == nil || report.Good == 0) {
		return fmt.Errorf("%d problems in %d of %d rows; nothing of it was imported",
			len(report.Problems)+report.MoreProblems, report.Rows-report.Good, report.Rows)
	}
	if report.Rows == 0 {
		return fmt.Errorf("it has no rows (read as %s)", report.Format)
	}
	if err := rejects.end(!report.OK()); err != nil {
		return err
	}
	if !report.OK() {
		fmt.Fprintf(e.stdout, "%s: %d rows were not good and are in %s, to be mended and imported from there%s\n",
			file, report.Rows-report.Good, c.Rejects, c.again(file, report))
	}
	if show != nil {
		if err := show.print(ctx, e, file, report); err != nil {
			return err
		}
		e.printOvertaken(file, b)
		return nil
	}
	err = b.Commit(ctx, vault.Import{Name: filepath.Base(file), Format: report.Format, SHA256: report.SHA256, Bytes: report.Bytes, By: c.By})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s (%s): %d rows read: %s\n", file, report.Format, report.Rows, b.Summary())
	e.printOvertaken(file, b)
	return nil
}

// options are those of the importer for a file.
func (c importCommand) options(ctx context.Context, b *vault.Batch, file string) (o importer.Options, err error) {
	o = importer.Options{Map: c.Map, Source: c.Source, MaxProblems: c.MaxProblems, CRS: c.CRS, Layer: c.Layer, Encoding: c.Encoding}
	if c.AccordingTo != "" {
		if o.Source, err = c.addFileAsSource(ctx, b, file); err != nil {
			return o, err
		}
	}
	o.Collection, _ = data.CollectionByID(c.Collection)
	o.Recorded = func(visit func(string, []data.Name, orb.Geometry) error) error {
		return b.Named(ctx, c.Collection, visit)
	}
	o.Known, err = b.Extent(ctx)
	return o, err
}

// checkFlags refuses flags that do not go together.
func (c importCommand) checkFlags() error {
	switch {
	case c.Source != "" && c.AccordingTo != "":
		return usageError("--source names who asserts it already: it does not go with --according-to")
	case c.SourceTitle != "" && c.AccordingTo == "":
		return usageError("--source-title is of the file as a source, which it is with --according-to")
	case c.Preview != "" && !c.DryRun:
		return usageError("--preview shows what would come, with --dry-run")
	case (c.Preview != "" || c.Rejects != "") && len(c.File) > 1:
		return usageError("--preview and --rejects are of one file: import the files one by one")
	}
	return c.check()
}

// checkOutputs refuses to write over what is there to be kept, the file that is read
// and rows that were rejected before among it.
func (c importCommand) checkOutputs() error {
	if err := (output{"--rejects", c.Rejects}).checkNew(folder(c.Data), c.File...); err != nil {
		return err
	}
	if c.Rejects != "" && c.Preview != "" && isSame(c.Rejects, c.Preview) {
		return usageError("--rejects and --preview name one file, " + c.Preview + "; name two")
	}
	return (output{"--preview", c.Preview}).check(folder(c.Data), c.File...)
}

// addFileAsSource makes the file the source of its rows: what it says is
// asserted by whom the command names.
func (c importCommand) addFileAsSource(ctx context.Context, b *vault.Batch, file string) (string, error) {
	base := filepath.Base(file)
	title := c.SourceTitle
	if title == "" {
		title = base
	}
	// Whoever is named again is the same, whatever the file.
	agent := c.agent("named:"+c.AgentKind+":"+c.AccordingTo, c.AccordingTo)
	source := data.Source{Key: fileKey(file, c.AccordingTo), Kind: "data_set", Title: title, Agent: agent.Key, Archive: data.Archive{State: "not_captured"}}
	return source.Key, errors.Join(b.AddAgent(ctx, agent), b.AddSource(ctx, source))
}

// fileKey is the key of a file as a source. Two files of one name by two asserters
// are two sources.
func fileKey(file, accordingTo string) string {
	return "file:" + filepath.Base(file) + ":" + accordingTo
}
