package textgate

import "strings"

// The words of names, in folded form: names of claims are of a-z, so words of
// other languages stand here as they are spelled in it.

// coordinateStems begin words that name nothing but coordinates.
var coordinateStems = []string{
	"latitud", "longitud", "coord", "koord", "latlon", "latlng", "lonlat", "lnglat", "geohash", "pluscode", "maidenhead", "easting", "northing",
	"enlem", "boylam", "shirot", "dolgot", "laynut", "lajnut", "yerkaynut", "erkaynut", "erkajnut", "hochwert", "rechtswert", "azimut", "bearing", "peleng",
	"широт", "долгот", "коорд", "азимут", "пеленг", "լայնութ", "երկայն", "կոորդ", "ազիմուտ",
}

var (
	coordinateNames = set(`lat lats latd latdeg latdec latmin latsec latdd lon lons lond londeg londec lonmin lonsec londd lng ll gps wgs utm mgrs usng epsg gk
		olc mapcode dms ddm wkt geojson geopoint georef gridref osm wikimapia шир долг mlat mlon cadastre cadastral kadastr`)
	// What is an axis only if nothing but a unit goes with it.
	axisLetters = set(`x y e n s w z xy ns ew long north south east west simal cenub serq qerb sever yug vostok zapad plus grid`)
	besideAxis  = set(`m km deg degree degrees dd dec decimal min sec minute minutes second seconds e of val value pos position coord code utm metre metres meter meters
		to from steps paces reference ref square point`)
	distanceNames = set(`distance distances mesafe mesafesi rasstoyanie heravorutyun`)
	originNames   = set(`from to of off behind beyond north south east west northeast northwest southeast southwest`)
	// What says whose position it is, and means the record.
	ownWords = set(`of the own exact approximate approx centre center central centroid village town place point position location pos value val deg degree degrees dec decimal dd
		min minute minutes sec second seconds m km metre metres meter meters e x y n s w wgs zone north south east west lower upper border relation node way id code`)
)

// kindWords are tried in turn for each word, from the last: the position of some
// graves is a position, the number of some positions a number.
var kindWords = []struct {
	kind  kind
	words map[string]bool
}{
	{ofCount, set(`count counts number numbers num persons people person killed dead deaths died wounded injured missing captured displaced expelled refugees idps hostages
		prisoners population inhabitants residents households houses homes families victims casualties remains bodies skeletons graves buried exhumed identified
		returned children women men soldiers civilians total affected votes mines shells copies animals sheep cattle trees buildings schools rooms quantity qty
		sayi ehali nefer chislo kolichestvo naselenie tiv bnakchutyun`)},
	{ofYear, set(`year years date dates dated day days when since until valid born birth founded built census period time start started end ended month recorded reported
		published opened closed il tarix god tari`)},
	{ofCode, set(`id ids code codes key no nr case file fond fund folder box inventory isbn issn doi phone tel telephone fax mobile passport registration reg registry serial
		plate licence license docket resolution decree law article articles section gazetteer geonames wikidata hash sha md checksum version edition page pages line
		lines volume vol issue index postcode postal zip document doc application nomre nomer hamar`)},
	{ofMeasure, set(`depth height altitude elevation length width area size weight mass age duration share percent percentage pct rate ratio price cost amount budget
		temperature scale calibre caliber volume speed radius thickness diameter uncertainty accuracy score probability confidence likelihood density cm mm ha hectares kg g
		usd eur azn amd rub hours minutes seconds months derinlik hundurluk sahe yas glubina vysota dlina ploshchad ves vozrast xorutyun bardzrutyun`)},
	{ofPlace, set(`location located position place point site spot grid map where address area yer yeri mesto tochka vayr geo ref reference coordinates`)},
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(words) {
		all[word] = true
	}
	return all
}

func coordinateWord(word string) bool {
	for _, stem := range coordinateStems {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return coordinateNames[word]
}
