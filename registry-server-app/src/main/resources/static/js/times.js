/*
 * Shows times in the time zone and language of the browser, with the server's format as the tooltip.
 */
const format = new Intl.DateTimeFormat(document.documentElement.lang,
	{ dateStyle: "short", timeStyle: "medium", hour12: false });

const today = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium", hour12: false });

export function tellTimes(within) {
	const midnight = new Date().setHours(0, 0, 0, 0);
	for (const time of within.querySelectorAll("time[datetime]:not([title])")) {
		const moment = new Date(time.dateTime);
		if (!Number.isNaN(moment.valueOf())) {
			time.title = time.textContent;
			time.textContent = ((moment >= midnight) ? today : format).format(moment);
		}
	}
}
