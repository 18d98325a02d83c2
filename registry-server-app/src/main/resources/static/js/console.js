/*
 * Progressive enhancement of the pages. Every page works without scripts, with plain forms and links.
 */
import { followChanges } from "./live.js";
import { openInDialog } from "./dialog.js";
import { drawPlots } from "./plots.js";
import { tellTimes } from "./times.js";

function switchableTheme() {
	const button = document.getElementById("theme");
	button.hidden = false;
	button.addEventListener("click", () => {
		const root = document.documentElement;
		const now = root.dataset.theme
			?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
		root.dataset.theme = (now === "dark") ? "light" : "dark";
		document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
	});
}

/* Highlights the calls of an application while it is hovered or focused. */
function litGraph() {
	const light = (event) => {
		const node = event.target.closest?.(".graph .node");
		const svg = node?.closest("svg") ?? document.querySelector(".graph svg.lit");
		if (!svg) {
			return;
		}
		svg.classList.toggle("lit", Boolean(node));
		const key = node?.dataset.node;
		const touched = new Set([key]);
		for (const line of svg.querySelectorAll("[data-from]")) {
			const on = line.dataset.from === key || line.dataset.to === key;
			line.classList.toggle("on", on);
			if (on) {
				touched.add(line.dataset.from).add(line.dataset.to);
			}
		}
		for (const other of svg.querySelectorAll(".node")) {
			other.classList.toggle("on", touched.has(other.dataset.node));
		}
	};
	document.addEventListener("mouseover", light);
	document.addEventListener("focusin", light);
}

/* Fills in an example of the chosen method, unless the message has been edited. */
function examples() {
	const choice = document.querySelector("select[data-examples]");
	const message = document.getElementById("json");
	let offered = choice?.selectedOptions[0]?.dataset.example;
	choice?.addEventListener("change", () => {
		const example = choice.selectedOptions[0].dataset.example;
		if (message.value.trim() === offered?.trim()) {
			message.value = example;
		}
		offered = example;
	});
}

switchableTheme();
examples();
litGraph();
tellTimes(document);
openInDialog();
followChanges();
drawPlots();
