// Armenian.
import type { TakeStrings } from "../words.ts";

export const hy: TakeStrings = {
	format: "Ձևաչափ",
	notIn: "այս ձևաչափով չկա. ընտրեք ուրիշը",
	licence: "Լիցենզիա՝ {licence}",
	credit: "Նշել՝ {attribution}",
	api: "{layer}. այս տեսքի GeoJSON-ը՝ ծրագրային միջերեսով",
	qgis: "Օգտագործել QGIS-ում",
	"qgis.open": "QGIS-ում ընտրեք Layer → Add Layer → Add WFS / OGC API - Features Layer։",
	"qgis.connect": "Ստեղծեք նոր կապ, տարբերակ՝ OGC API - Features, այս հասցեով՝",
	"qgis.add": "Միացեք և ավելացրեք շերտերը։ Յուրաքանչյուրը գալիս է ամբողջությամբ։",
	"qgis.view":
		"Միայն այս տեսքի համար՝ Layer → Add Layer → Add Vector Layer, աղբյուրի տեսակը՝ Protocol, վերևի API հղման հասցեով։",
	share: "Պատճենել այս տեսքի հղումը",
	"share.hint": "Հղումը պահում է վայրը, ժամանակը, զտիչները և բացված գրառումը",
	embed: "Տեղադրել այս քարտեզը էջում",
	picture: "Քարտեզը որպես պատկեր (PNG)",
	"picture.failed": "Դիտարկիչը չկարողացավ պատրաստել պատկերը",
	print: "Տպել",
};
