// The words of saving an area, in all languages: they come with its code, and
// the first visit does not pay for them.
import type { LANGUAGES, Language } from "../permalink.ts";

const en = {
	why: "Records that you have seen stay readable without a network. You can also save all that is on the map now. What is withdrawn here is deleted from this device when it next meets the server, and everything after 30 days.",
	save: "Save this area",
	remove: "Remove everything kept",
	measuring: "Asking how large it is …",
	size: "About {size} to load, with the sources of {n} records.",
	go: "Load it",
	cancel: "Cancel",
	saving: "Saving …",
	saved: "Saved on {day}: {size}, {n} records.",
	done: "The area is saved.",
	removed: "Nothing of the data is kept on this device now.",
	cancelled: "Nothing was saved.",
	still: "The area that was saved before is as it was.",
	failed: "It could not be saved. Is there a network, and room on this device?",
	tooLarge: "This is too much for one area. Zoom in, or choose fewer layers.",
} as const;

export type OfflineKey = keyof typeof en;

export const words: Record<(typeof LANGUAGES)[number], Record<OfflineKey, string>> = {
	en,
	az: {
		why: "Baxdığınız qeydlər şəbəkə olmadan da oxunur. İndi xəritədə olanların hamısını da saxlaya bilərsiniz. Burada geri götürülən məlumat bu cihazdan serverlə növbəti əlaqə zamanı, qalan hər şey isə 30 gündən sonra silinir.",
		save: "Bu ərazini saxla",
		remove: "Saxlanılanların hamısını sil",
		measuring: "Həcmi soruşulur …",
		size: "{n} qeydin mənbələri ilə birlikdə təxminən {size} yüklənəcək.",
		go: "Yüklə",
		cancel: "Ləğv et",
		saving: "Saxlanılır …",
		saved: "{day} tarixində saxlanılıb: {size}, {n} qeyd.",
		done: "Ərazi saxlanıldı.",
		removed: "İndi bu cihazda heç bir məlumat saxlanılmır.",
		cancelled: "Heç nə saxlanılmadı.",
		still: "Əvvəl saxlanılmış ərazi olduğu kimi qalır.",
		failed: "Saxlamaq mümkün olmadı. Şəbəkə varmı, cihazda yer çatırmı?",
		tooLarge: "Bu, bir ərazi üçün çoxdur. Xəritəni yaxınlaşdırın və ya daha az lay seçin.",
	},
	hy: {
		why: "Ձեր դիտած գրառումները կարդացվում են նաև առանց ցանցի։ Կարող եք պահել նաև այն ամենը, ինչ հիմա քարտեզի վրա է։ Այստեղ հետ վերցված տվյալներն այս սարքից ջնջվում են սերվերի հետ հաջորդ կապի ժամանակ, իսկ մնացած ամեն ինչ՝ 30 օր հետո։",
		save: "Պահել այս տարածքը",
		remove: "Ջնջել ամբողջ պահվածը",
		measuring: "Հարցվում է չափը …",
		size: "Կբեռնվի մոտ {size}՝ {n} գրառման աղբյուրներով։",
		go: "Բեռնել",
		cancel: "Չեղարկել",
		saving: "Պահվում է …",
		saved: "Պահվել է {day}. {size}, {n} գրառում։",
		done: "Տարածքը պահված է։",
		removed: "Այժմ այս սարքում ոչ մի տվյալ չի պահվում։",
		cancelled: "Ոչինչ չի պահվել։",
		still: "Նախկինում պահված տարածքը մնացել է անփոփոխ։",
		failed: "Չհաջողվեց պահել։ Ցանց կա՞, սարքում տեղ կա՞։",
		tooLarge: "Սա չափազանց շատ է մեկ տարածքի համար։ Մոտեցրեք քարտեզը կամ ընտրեք ավելի քիչ շերտեր։",
	},
	ru: {
		why: "Записи, которые вы смотрели, можно читать и без сети. Можно сохранить и всё, что сейчас на карте. Отозванные здесь данные удаляются с этого устройства при следующей связи с сервером, а всё остальное — через 30 дней.",
		save: "Сохранить эту область",
		remove: "Удалить всё сохранённое",
		measuring: "Узнаём размер…",
		size: "Загрузится около {size} вместе с источниками записей: {n}.",
		go: "Загрузить",
		cancel: "Отмена",
		saving: "Сохраняется…",
		saved: "Сохранено {day}: {size}, записей: {n}.",
		done: "Область сохранена.",
		removed: "Теперь на этом устройстве ничего из данных не хранится.",
		cancelled: "Ничего не сохранено.",
		still: "Ранее сохранённая область осталась без изменений.",
		failed: "Сохранить не удалось. Есть ли сеть и место на устройстве?",
		tooLarge: "Для одной области это слишком много. Приблизьте карту или выберите меньше слоёв.",
	},
};

export function offlineWords(lang: Language, key: OfflineKey): string {
	return words[lang === "qps" ? "en" : lang][key];
}
