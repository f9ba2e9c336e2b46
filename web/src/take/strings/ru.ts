// Russian.
import type { TakeStrings } from "../words.ts";

export const ru: TakeStrings = {
	format: "Формат",
	notIn: "в этом формате нет; выберите другой",
	licence: "Лицензия: {licence}",
	credit: "Указывать: {attribution}",
	api: "{layer}: GeoJSON этого вида через программный интерфейс",
	qgis: "Открыть в QGIS",
	"qgis.open": "В QGIS выберите Layer → Add Layer → Add WFS / OGC API - Features Layer.",
	"qgis.connect": "Создайте новое соединение, версия OGC API - Features, с этим адресом:",
	"qgis.add": "Подключитесь и добавьте слои. Каждый приходит целиком.",
	"qgis.view":
		"Только для этого вида: Layer → Add Layer → Add Vector Layer, тип источника Protocol, с адресом ссылки API слоя выше.",
	share: "Скопировать ссылку на этот вид",
	"share.hint": "В ссылке место, время, фильтры и открытая запись",
	embed: "Вставить эту карту на страницу",
	picture: "Карта как изображение (PNG)",
	"picture.failed": "Браузер не смог сделать изображение",
	print: "Печать",
};
