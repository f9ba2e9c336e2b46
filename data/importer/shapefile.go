package importer

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"stele/geo"
	"stele/geo/shapefile"
)

// shapefileParts are the files of one shapefile; nil is not there.
type shapefileParts struct{ shp, dbf, prj, cpg io.ReadCloser }

func (p *shapefileParts) close() {
	for _, c := range []io.Closer{p.shp, p.dbf, p.prj, p.cpg} {
		if c != nil {
			c.Close()
		}
	}
}

// part is the file of that ending.
func (p *shapefileParts) part(ext string) *io.ReadCloser {
	return map[string]*io.ReadCloser{".shp": &p.shp, ".dbf": &p.dbf, ".prj": &p.prj, ".cpg": &p.cpg}[ext]
}

// readZippedShapefile reads one of the shapefiles in an archive.
func (im *importing) readZippedShapefile(a *archive) error {
	im.report.Format = Shapefile
	all := a.named(".shp")
	var layers []string
	for _, f := range all {
		layers = append(layers, stem(path.Base(f.Name)))
	}
	chosen, err := im.chooseLayer(layers)
	if err != nil {
		return err
	}
	var p shapefileParts
	defer func() { p.close() }()
	for _, ext := range []string{".shp", ".dbf", ".prj", ".cpg"} {
		f := a.beside(all[chosen], ext)
		if f == nil {
			continue
		}
		in, err := a.open(f)
		if err != nil {
			return err
		}
		*p.part(ext) = in
	}
	return im.readShapefileParts(&p)
}

// readShapefile reads a .shp and what lies beside it.
func (im *importing) readShapefile() error {
	f, err := im.whole()
	if err != nil {
		return err
	}
	name := f.Name()
	if _, err := im.chooseLayer([]string{stem(filepath.Base(name))}); err != nil {
		return err
	}
	p := shapefileParts{shp: io.NopCloser(io.NewSectionReader(f, 0, 1<<62))}
	defer func() { p.close() }()
	if im.temp == nil {
		for _, ext := range []string{".dbf", ".prj", ".cpg"} {
			if *p.part(ext), err = im.openBeside(name, ext); err != nil {
				return err
			}
		}
	}
	return im.readShapefileParts(&p)
}

// openBeside opens the file of another ending, in small letters or capitals,
// and adds all of it to the hash.
func (im *importing) openBeside(name, ext string) (io.ReadCloser, error) {
	for _, ext := range []string{ext, strings.ToUpper(ext)} {
		f, err := os.Open(strings.TrimSuffix(name, filepath.Ext(name)) + ext)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		n, err := io.Copy(im.in.hash, f)
		im.in.read += n
		if err == nil {
			_, err = f.Seek(0, io.SeekStart)
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		return f, nil
	}
	return nil, nil
}

func (im *importing) readShapefileParts(p *shapefileParts) error {
	projection, err := readSmall(p.prj, ".prj")
	if err != nil {
		return err
	}
	if strings.TrimSpace(projection) == "" && !im.build.isCRSGiven {
		return errors.New("there is no .prj that says which reference system the positions are in; say it with --crs, such as --crs EPSG:4326 for degrees in WGS 84")
	}
	err = im.useCRS(projection, func(s string) (err error) {
		im.build.crs, err = geo.ParsePRJ(s)
		return err
	})
	if err != nil {
		return fmt.Errorf(".prj: %w", err)
	}
	var table io.Reader
	encoding := im.decode
	if p.dbf != nil {
		if encoding, table, err = im.tableEncoding(p); err != nil {
			return err
		}
		im.report.Encoding = encoding.String()
	}
	im.aliasShortNames()
	r, err := shapefile.NewReader(p.shp, table, im.build.crs, encoding.text)
	if err != nil {
		return err
	}
	return im.readLayer(r)
}

// readSmall reads a file of a line.
func readSmall(r io.Reader, name string) (string, error) {
	if c, ok := r.(io.ReadCloser); !ok || c == nil {
		return "", nil
	}
	const most = 64 << 10
	text, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return string(text), nil
}

// tableEncoding goes by the option, then by the .cpg, then by the table itself;
// a table that says nothing, or only "ANSI", has to be UTF-8.
func (im *importing) tableEncoding(p *shapefileParts) (*textEncoding, io.Reader, error) {
	name, err := readSmall(p.cpg, ".cpg")
	if err != nil {
		return nil, nil, err
	}
	head := make([]byte, 32)
	n, err := io.ReadFull(p.dbf, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, nil, err
	}
	table := io.MultiReader(strings.NewReader(string(head[:n])), p.dbf)
	if im.decode != nil {
		return im.decode, table, nil
	}
	if strings.TrimSpace(name) == "" {
		name = map[byte]string{
			0x01: "cp437", 0x02: "cp850", 0x26: "cp866", 0x65: "cp866", 0x64: "cp852", 0xc8: "cp1250", 0xc9: "cp1251", 0xca: "cp1254", 0xcb: "cp1253", 0xcc: "cp1257",
		}[shapefile.TableEncoding(head[:n])]
	}
	encoding, err := encodingNamed(name)
	if err != nil {
		return nil, nil, fmt.Errorf(".cpg: %w; say it with --encoding", err)
	}
	return encoding, table, nil
}

// aliasShortNames: a shapefile has ten letters for a name, so that programs
// cut longer ones, and stele export has shorter ones for some.
func (im *importing) aliasShortNames() {
	c := im.build.columns
	for short, name := range map[string]string{
		"control_by": "controlled_by", "descript": "description", "ed_note": "editor_note", "gazett_id": "gazetteer_id",
		"geom_basis": "geometry_basis", "perspect": "perspective", "uncert_m": "uncertainty_m", "verific": "verification",
	} {
		c.alias(short, name)
	}
	const most = 10
	for _, name := range c.fields {
		if len(name) > most {
			c.alias(name[:most], name)
		}
	}
}
