/*
 * Keeps a page current: whenever the registry changes, the page is fetched again, and its changed parts are replaced. The focus is preserved.
 */
import { tellTimes } from "./times.js";

const SETTLE = 150;
const LEAST_PAUSE = 800;
const REFUSED_PAUSE = 10_000;

let leaving = false;

export function followChanges() {
	const mark = document.getElementById("live");
	if (!document.querySelector("main[data-live]")) {
		return;
	}
	const refresh = paced(exchange);
	const tell = (on) => {
		mark.hidden = false;
		mark.dataset.state = on ? "on" : "off";
		mark.textContent = on ? mark.dataset.on : mark.dataset.off;
	};
	let events = null;
	let opened = false;
	const close = () => {
		events?.close();
		events = null;
	};
	const open = () => {
		if (events || leaving || document.hidden) {
			return;
		}
		// Processes report each second while somebody looks at figures.
		const figures = document.querySelector("main[data-traffic]") ? "?traffic=true" : "";
		events = new EventSource(document.body.dataset.changes + figures);
		events.addEventListener("open", () => {
			tell(true);
			if (opened) {
				refresh();
			}
			opened = true;
		});
		events.addEventListener("error", () => {
			tell(false);
			if (events?.readyState === EventSource.CLOSED) {
				// Refused: the browser does not reconnect by itself.
				close();
				setTimeout(open, REFUSED_PAUSE);
			}
		});
		for (const name of ["catalog", "journal"]) {
			events.addEventListener(name, refresh);
		}
		events.addEventListener("traffic", () => {
			if (document.querySelector("main[data-traffic]")) {
				refresh();
			}
		});
	};
	const leave = () => {
		leaving = true;
		close();
	};
	addEventListener("pagehide", leave);
	document.addEventListener("submit", leave);
	document.addEventListener("mprpc:stale", refresh);
	addEventListener("pageshow", (event) => {
		if (event.persisted) {
			location.reload();
		}
	});
	// A browser shares six connections to a server between all its tabs.
	document.addEventListener("visibilitychange", () => {
		if (document.hidden) {
			close();
		}
		else {
			open();
			refresh();
		}
	});
	open();
	liveFilter(refresh);
}

/* Runs at most one refresh at a time, never drops the last one, and pauses in proportion to the server's response time. */
function paced(work) {
	let timer = null;
	let running = false;
	let again = false;
	const run = async () => {
		timer = null;
		if (running || leaving || document.hidden) {
			again = running;
			return;
		}
		running = true;
		const began = performance.now();
		try {
			await work();
		}
		catch {
			// The stream reports when the server is unreachable.
		}
		const pause = Math.max(LEAST_PAUSE, 4 * (performance.now() - began));
		setTimeout(() => {
			running = false;
			if (again) {
				again = false;
				run();
			}
		}, pause);
	};
	return () => {
		if (running) {
			again = true;
		}
		else {
			timer ??= setTimeout(run, SETTLE);
		}
	};
}

async function exchange() {
	const asked = location.href;
	const response = await fetch(asked);
	const text = await response.text();
	if (leaving || asked !== location.href) {
		return;
	}
	if (!response.ok) {
		if (response.status < 500) {
			// The session has expired or the content is gone: a reload shows the reason.
			location.reload();
		}
		return;
	}
	const fresh = new DOMParser().parseFromString(text, "text/html");
	if (!fresh.querySelector("main[data-live]")) {
		location.reload();
		return;
	}
	const here = parts(document);
	const there = parts(fresh);
	if ([...here.keys()].join() !== [...there.keys()].join()) {
		// Another layout: for example, after the first service has registered.
		exchangeWhole(fresh);
	}
	else {
		for (const [id, part] of there) {
			exchangePart(here.get(id), part);
		}
	}
	document.dispatchEvent(new Event("mprpc:exchanged"));
}

function parts(page) {
	return new Map([...page.querySelectorAll("[data-part]")].map((part) => [part.id, part]));
}

function exchangeWhole(fresh) {
	const main = document.querySelector("main");
	const next = document.adoptNode(fresh.querySelector("main"));
	keepOpen(main, next);
	keepFocus(main, () => {
		keepDrawn(main, next);
		main.replaceChildren(...next.childNodes);
	});
	tellTimes(main);
	say(main.querySelector("[data-say]"), null);
}

function exchangePart(old, fresh) {
	const before = old.dataset.say;
	tellTimes(fresh);
	keepOpen(old, fresh);
	if (withoutDrawn(old, fresh).isEqualNode(fresh)) {
		return;
	}
	const known = new Set([...old.querySelectorAll("[id]")].map((each) => each.id));
	const next = document.adoptNode(fresh);
	keepFocus(old, () => {
		keepDrawn(old, next);
		old.replaceWith(next);
	});
	for (const each of next.querySelectorAll("tr[id], li[id]")) {
		each.classList.toggle("fresh", !known.has(each.id));
	}
	say(next, before);
}

/* Moves elements that scripts have drawn into to where the fresh ones, still empty, are. */
function keepDrawn(old, fresh) {
	for (const drawn of old.querySelectorAll("[data-keep]")) {
		fresh.querySelector(`#${CSS.escape(drawn.id)}`)?.replaceWith(drawn);
	}
}

/* A copy of a part with the fresh elements instead of those that scripts have drawn into. */
function withoutDrawn(old, fresh) {
	if (!old.querySelector("[data-keep]")) {
		return old;
	}
	const copy = old.cloneNode(true);
	for (const drawn of copy.querySelectorAll("[data-keep]")) {
		const next = fresh.querySelector(`#${CSS.escape(drawn.id)}`);
		if (next) {
			drawn.replaceWith(next.cloneNode(true));
		}
	}
	return copy;
}

/* Opens the fresh details that are open at present. */
function keepOpen(old, fresh) {
	for (const open of [old, ...old.querySelectorAll("details[open]")]) {
		if (open.id && open.matches("details[open]")) {
			const next = (fresh.id === open.id) ? fresh : fresh.querySelector(`#${CSS.escape(open.id)}`);
			next?.setAttribute("open", "");
		}
	}
}

function keepFocus(within, change) {
	const focused = within.contains(document.activeElement) ? document.activeElement : null;
	const scrolled = focused?.closest(".scroll, .graph");
	const selector = focused && (focused.id ? `#${CSS.escape(focused.id)}`
		: focused.hasAttribute("href") ? `[href="${CSS.escape(focused.getAttribute("href"))}"]` : null);
	const [left, top] = [scrolled?.scrollLeft, scrolled?.scrollTop];
	change();
	if (selector && !document.activeElement?.matches(selector)) {
		const next = document.querySelector(`main ${selector}`);
		next?.focus({ preventScroll: true });
		const scroller = next?.closest(".scroll, .graph");
		if (scroller) {
			[scroller.scrollLeft, scroller.scrollTop] = [left, top];
		}
	}
}

function say(part, before) {
	const text = part?.dataset.say;
	if (text && text !== before) {
		document.getElementById("said").textContent = `${document.body.dataset.updated}: ${text}`;
	}
}

/* Applies a filter while typing. */
function liveFilter(refresh) {
	for (const form of document.querySelectorAll("form[data-filter]")) {
		form.querySelector("button[type=submit]").hidden = true;
		form.addEventListener("input", () => {
			const query = new URLSearchParams(new FormData(form));
			history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
			refresh();
		});
	}
}
