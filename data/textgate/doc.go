// Package textgate finds positions in public text: the text gate of publishing.
// A grave whose geometry is withheld must not be found through a note that
// gives it in words. The package only looks; what is refused is up to the
// caller. It is not a parser of coordinates: it says where one stands, not
// which it is, and it does no I/O.
//
// The forms, as named in Finding.Form:
//
//   - decimal degrees: pairs, or one number that a label, a hemisphere or a
//     degree sign tells to be one; GeoJSON arrays; labelled E7 integers
//   - degrees, minutes, seconds: with signs or words; degrees and minutes
//     without signs: with hemispheres or labels; packed degrees and minutes
//   - UTM, MGRS, grid coordinates (Gauss-Krüger, Web Mercator; digits in groups
//     of three as maps print them; map references of 1 km and finer), WKT
//   - plus code, geohash, Maidenhead locator, Georef, what3words
//   - map link: to a map service, unless it is a front page; geo: and the like
//   - bearing and distance, walking time, bearing, road marker: relative places
//   - spelled-out degrees: numbers in words, or pulled apart
//
// Labels and words are known in English, Azerbaijani, Russian and Armenian.
// Digits of every script, look-alike signs, invisible characters, HTML
// entities and tags, percent and \u escapes make no difference. In codes and
// links, nor do Cyrillic, Greek and Armenian letters that look like Latin ones.
//
// # What may pass
//
// The gate rather refuses too much than too little, within these limits:
//
//   - Whole degrees and tenths ("about 40.1° N") are no position: the finest
//     public cell of an unexhumed site is 0.1 degree. Degrees with minutes are.
//   - Two numbers that nothing names are a pair from three decimals each, or
//     four in one of them; with two decimals only in the South Caucasus. With
//     words between them they want four decimals each there, and elsewhere five;
//     with whole numbers between them four there, and elsewhere a name. Numbers
//     with units, money, percentages and articles of law are none.
//   - Degrees, minutes and perhaps seconds without any sign or name are a
//     position only as a pair in the South Caucasus, and parted by more than
//     blanks where all of them are whole: six numbers in a row are a list.
//   - A distance places something if a direction, an origin or "at a distance
//     of" goes with it, up to 30 km: "3 km north-east of", "300 m from the
//     school". "60 km from Ganja", lengths, heights, depths, areas, speeds and
//     directions without a distance ("north of the village") pass.
//   - A geohash without label counts only in the South Caucasus; elsewhere any
//     identifier could be one. A Maidenhead locator of six characters needs its
//     label, a short plus code its capitals and, of letters alone, a name or
//     nothing behind it, and any plus code a letter: of digits alone it may be a
//     sum.
//   - Metres of a grid that nothing names are one only in the region, and not
//     with a unit, money or a number's name beside them.
//   - MGRS of 10 km, padded plus codes of a degree, geohashes of four digits
//     and locators of four are as coarse as what is public.
//
// A value that stands under a name, such as a claim's, is weighed with it by
// MayLocate, which is stricter: half of a position is enough.
//
// Not found, and left to review: names of fields, streets and parcels, letters
// in the place of digits ("39.9O"), positions in pictures, text in other
// encodings (base64), and what only a whole paragraph gives away.
package textgate
