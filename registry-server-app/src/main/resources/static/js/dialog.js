/*
 * Shows the confirmation page of an operation as a dialog of the current page.
 */
let asking = false;

export function openInDialog() {
	document.addEventListener("click", (event) => {
		const link = event.target.closest?.("a[data-dialog]");
		if (!link || event.defaultPrevented || event.button !== 0
				|| event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
			return;
		}
		event.preventDefault();
		if (asking || document.querySelector("dialog[open]")) {
			// Ignores the second click of a double click.
			return;
		}
		asking = true;
		show(link.href).catch(() => location.assign(link.href)).finally(() => {
			asking = false;
		});
	});
	sendOnce();
}

/* Prevents a second submission, whose response would replace the first one's. */
function sendOnce() {
	const sent = new WeakSet();
	document.addEventListener("submit", (event) => {
		if (event.target.method !== "post") {
			return;
		}
		if (sent.has(event.target)) {
			event.preventDefault();
		}
		sent.add(event.target);
	});
	addEventListener("pageshow", (event) => {
		if (event.persisted) {
			// Restored from the back/forward cache: allows another submission.
			document.querySelectorAll("form").forEach((form) => sent.delete(form));
		}
	});
}

async function show(address) {
	const response = await fetch(address);
	const page = new DOMParser().parseFromString(await response.text(), "text/html");
	const form = page.getElementById("operation");
	if (!response.ok || !form) {
		location.assign(address);
		return;
	}
	const dialog = document.createElement("dialog");
	const title = form.querySelector("h1");
	title.id = "dialog-title";
	dialog.setAttribute("aria-labelledby", title.id);
	dialog.append(form);
	form.querySelector("[data-cancel]").addEventListener("click", (event) => {
		event.preventDefault();
		dialog.close();
	});
	dialog.addEventListener("click", (event) => {
		if (event.target === dialog) {
			dialog.close();
		}
	});
	dialog.addEventListener("close", () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
}
