// Azerbaijani.
import type { TakeStrings } from "../words.ts";

export const az: TakeStrings = {
	format: "Format",
	notIn: "bu formatda yoxdur; başqasını seçin",
	licence: "Lisenziya: {licence}",
	credit: "Mənbə göstərilsin: {attribution}",
	api: "{layer}: bu görünüşün GeoJSON-u, proqram interfeysi ilə",
	qgis: "QGIS-də istifadə",
	"qgis.open": "QGIS-də Layer → Add Layer → Add WFS / OGC API - Features Layer seçin.",
	"qgis.connect": "Yeni bağlantı yaradın, versiya OGC API - Features, bu ünvanla:",
	"qgis.add": "Qoşulun və layları əlavə edin. Hər biri bütöv gəlir.",
	"qgis.view":
		"Yalnız bu görünüş üçün: Layer → Add Layer → Add Vector Layer, mənbə növü Protocol, yuxarıdakı API keçidinin ünvanı ilə.",
	share: "Bu görünüşün keçidini kopyala",
	"share.hint": "Keçiddə yer, vaxt, süzgəclər və açıq qeyd saxlanır",
	embed: "Bu xəritəni səhifəyə qoy",
	picture: "Xəritə şəkil kimi (PNG)",
	"picture.failed": "Brauzer şəkli hazırlaya bilmədi",
	print: "Çap et",
};
