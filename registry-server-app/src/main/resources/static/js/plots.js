/*
 * Draws the plots of a page with uPlot, from the histories of the HTTP API. A group of plots shares one history:
 *
 * [data-plots]   the group; data-source is the address of its history without the range, data-range the range,
 *                data-length its length and data-slot the length of a slot in seconds
 * [data-plot]    where a plot is drawn, in a figure; data-unit is the unit of its values
 * [data-series]  an entry of the figure's legend: the name of a value of the history's slots. Its sample has
 *                the colour of the line, and its output shows the value under the pointer.
 * [data-range]   in .ranges, a link that chooses the range of all groups
 */
const LEAST_SPAN = 60;
const LEAST_PAUSE = 2_000;
const LATE = 1_500;
const HEIGHT = 150;
const STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200];

/* Distances of marks on an axis of bytes: powers of two, so that they have short names. */
const SIZES = Array.from({ length: 50 }, (none, power) => 2 ** power);

const language = document.documentElement.lang;
const minutes = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
const seconds = new Intl.DateTimeFormat(language, { timeStyle: "medium", hour12: false });
const groups = new Map();
let library = null;

export function drawPlots() {
	scan();
	document.addEventListener("mprpc:exchanged", scan);
	document.addEventListener("click", choose);
	document.addEventListener("visibilitychange", () => {
		if (!document.hidden) {
			groups.forEach((group) => group.load());
		}
	});
	new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}

function scan() {
	for (const [element, group] of groups) {
		if (!element.isConnected) {
			group.end();
			groups.delete(element);
		}
	}
	for (const element of document.querySelectorAll("[data-plots]")) {
		if (!groups.has(element)) {
			const group = new Group(element);
			groups.set(element, group);
			group.load();
		}
	}
}

function repaint() {
	// After the styles of the other theme apply.
	requestAnimationFrame(() => groups.forEach((group) => group.repaint()));
}

/* The library, which pages without plots do not load. */
function drawing() {
	library ??= new Promise((resolve, reject) => {
		const script = document.createElement("script");
		script.src = document.body.dataset.uplot;
		script.addEventListener("load", () => resolve(window.uPlot));
		script.addEventListener("error", reject);
		document.head.append(script);
	});
	return library;
}

/* Chooses the range of all groups, and remembers it. */
function choose(event) {
	const link = event.target.closest?.(".ranges a[data-range]");
	if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
			|| !document.querySelector("main[data-live]")) {
		return;
	}
	event.preventDefault();
	const { range, length, slot } = link.dataset;
	document.cookie = `range=${range}; path=/; max-age=31536000; samesite=lax`;
	const address = new URL(location.href);
	address.searchParams.delete("range");
	history.replaceState(null, "", address);
	for (const other of document.querySelectorAll(".ranges a[data-range]")) {
		if (other.dataset.range === range) {
			other.setAttribute("aria-current", "true");
		}
		else {
			other.removeAttribute("aria-current");
		}
	}
	groups.forEach((group) => group.show(range, length, slot));
	document.dispatchEvent(new Event("mprpc:stale"));
}

class Group {

	constructor(element) {
		this.element = element;
		this.figures = [...element.querySelectorAll("figure")].map((figure) => new Figure(figure, element.id));
		this.timer = null;
		this.loads = 0;
	}

	show(range, length, slot) {
		Object.assign(this.element.dataset, { range, length, slot });
		this.load();
	}

	async load() {
		clearTimeout(this.timer);
		const load = ++this.loads;
		const { source, range } = this.element.dataset;
		let last = 0;
		try {
			const response = await fetch(`${source}?range=${range}`, { headers: { accept: "application/json" } });
			const uPlot = await drawing();
			if (response.ok) {
				const slots = (await response.json()).slots;
				if (load === this.loads && this.element.isConnected) {
					last = this.draw(uPlot, slots);
				}
			}
		}
		catch {
			// The stream of changes reports that the server is unreachable.
		}
		if (load === this.loads && this.element.isConnected) {
			this.wait(last);
		}
	}

	/* Loads again when the next slot is complete. */
	wait(last) {
		const slot = this.element.dataset.slot * 1000;
		const due = (last > 0) ? last * 1000 + slot + LATE - Date.now() : slot;
		this.timer = setTimeout(() => {
			if (!document.hidden) {
				this.load();
			}
		}, Math.min(Math.max(due, LEAST_PAUSE), slot));
	}

	/* Draws all plots and returns the end of the last slot. */
	draw(uPlot, slots) {
		const slot = Number(this.element.dataset.slot);
		const now = Date.now() / 1000;
		const times = [];
		const kept = [];
		for (const each of slots) {
			// A value is drawn at the end of its slot, when it was known.
			const at = Date.parse(each.at) / 1000 + slot;
			if (times.length > 0 && at - times.at(-1) > 1.5 * slot) {
				times.push(times.at(-1) + slot);
				kept.push({});
			}
			times.push(at);
			kept.push(each);
		}
		const last = times.at(-1) ?? 0;
		const end = Math.max(now, last);
		const first = (times[0] ?? end) - slot / 2;
		const begin = Math.max(end - this.element.dataset.length, Math.min(first, end - LEAST_SPAN));
		for (const figure of this.figures) {
			figure.draw(uPlot, times, kept, [begin, end]);
		}
		return last;
	}

	repaint() {
		this.figures.forEach((figure) => figure.repaint());
	}

	end() {
		clearTimeout(this.timer);
		this.loads++;
		this.figures.forEach((figure) => figure.end());
	}

}

class Figure {

	constructor(figure, group) {
		this.group = group;
		this.place = figure.querySelector("[data-plot]");
		this.time = figure.querySelector("[data-time]");
		this.keys = [...figure.querySelectorAll("[data-series]")];
		this.format = formats[this.place.dataset.unit] ?? formats.count;
		this.plot = null;
		this.span = [0, 1];
		this.resized = new ResizeObserver(() => {
			const width = this.place.clientWidth;
			if (this.plot && width > 0 && width !== this.plot.width) {
				this.plot.setSize({ width, height: HEIGHT });
			}
		});
		this.resized.observe(this.place);
	}

	draw(uPlot, times, slots, span) {
		this.span = span;
		const data = [times, ...this.keys.map((key) => slots.map((each) => each[key.dataset.series] ?? null))];
		if (this.plot) {
			this.plot.setData(data);
		}
		else {
			this.plot = new uPlot(this.options(uPlot), data, this.place);
		}
		this.place.dataset.drawn = times.length;
		this.show(this.plot.cursor.idx);
	}

	options(uPlot) {
		const text = () => getComputedStyle(this.place).color;
		const line = () => getComputedStyle(this.place).outlineColor;
		const axis = { stroke: text, font: "12px system-ui, sans-serif", grid: { stroke: line, width: 1 },
			ticks: { show: false } };
		return {
			width: Math.max(this.place.clientWidth, 100),
			height: HEIGHT,
			padding: [8, 20, 0, 0],
			legend: { show: false },
			cursor: { drag: { x: false, y: false }, y: false, sync: { key: uPlot.sync(this.group).key } },
			scales: {
				x: { time: true, range: () => this.span },
				y: { range: (plot, least, most) => [0, (most > 0) ? most * 1.1 : 1] },
			},
			axes: [
				{ ...axis, space: 56, size: 24, incrs: STEPS,
					values: (plot, splits) => splits.map((at) => minutes.format(at * 1000)) },
				{ ...axis, space: 36, size: 60, ...(this.format === bytes ? { incrs: SIZES } : {}),
					values: (plot, splits) => splits.map((value) => this.format(value)) },
			],
			series: [{}, ...this.keys.map((key) => ({
				stroke: () => getComputedStyle(key.querySelector(".sample")).color,
				width: 1.75,
				dash: key.hasAttribute("data-dash") ? [5, 3] : undefined,
				spanGaps: false,
				points: { size: 5, filter: isolated },
			}))],
			hooks: { setCursor: [(plot) => this.show(plot.cursor.idx)] },
		};
	}

	/* Shows the values of a slot in the legend. */
	show(index) {
		const at = (index != null) ? this.plot.data[0][index] : null;
		this.time.textContent = (at != null) ? seconds.format(at * 1000) : "";
		this.keys.forEach((key, series) => {
			const value = (at != null) ? this.plot.data[series + 1][index] : null;
			key.querySelector("output").textContent = (at == null) ? "" : (value != null) ? this.format(value) : "–";
		});
	}

	repaint() {
		this.plot?.redraw(false, true);
	}

	end() {
		this.resized.disconnect();
		this.plot?.destroy();
		this.plot = null;
	}

}

/* Indexes of values without a neighbour, which no line shows. */
function isolated(plot, series, show, gaps) {
	const values = plot.data[series];
	const found = [];
	for (let i = 0; i < values.length; i++) {
		if (values[i] != null && values[i - 1] == null && values[i + 1] == null) {
			found.push(i);
		}
	}
	return found;
}

function number(value) {
	const digits = (value >= 100 || value === 0) ? 0 : (value >= 1) ? 1 : 2;
	return String(Number(value.toFixed(digits)));
}

function bytes(value) {
	const unit = Math.min(Math.floor(Math.log2(Math.max(value, 1)) / 10), 4);
	return `${number(value / 2 ** (10 * unit))} ${["B", "KiB", "MiB", "GiB", "TiB"][unit]}`;
}

const formats = {
	rate: number,
	count: number,
	ms: (value) => `${number(value)} ms`,
	share: (value) => `${number(value * 100)} %`,
	bytes,
};
