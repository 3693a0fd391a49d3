// Keep an open dashboard new. Every few seconds it asks whether its figures still are;
// when they are not it fetches its own page and exchanges the parts that read otherwise.
// Controls stand outside of these parts, so nothing that has the focus is replaced.
import { drawAll } from "./charts.js";

const EVERY_MS = 3_000;
const UNREACHED_AFTER_MS = 10_000;

const head = document.querySelector("[data-status]");
const lost = document.getElementById("study-unreached");
const language = document.documentElement.lang || "en";
const ago = new Intl.RelativeTimeFormat(language, { style: "narrow" });
const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
let tag = "";
let asking = false;
let heard = { at: new Date(), mark: performance.now() };
let statusMark = performance.now();

const status = () => document.getElementById("study-status");

function sayAge() {
  const seconds = Number(status().dataset.age) + (performance.now() - statusMark) / 1000;
  const [count, unit] =
    seconds < 60 ? [seconds, "second"]
    : seconds < 3_600 ? [seconds / 60, "minute"]
    : seconds < 86_400 ? [seconds / 3_600, "hour"]
    : [seconds / 86_400, "day"];
  status().querySelector(".ago").textContent = ago.format(-Math.floor(count), unit);
}

function sayReached(reached) {
  if (reached) heard = { at: new Date(), mark: performance.now() };
  const gone = performance.now() - heard.mark > UNREACHED_AFTER_MS;
  lost.hidden = reached || !gone;
  if (!lost.hidden) {
    const words = head.dataset.unreached.replace("%s", clock.format(heard.at));
    const place = lost.querySelector("span");
    if (place.textContent !== words) place.textContent = words;
  }
}

async function ask(address, headers = {}) {
  const page = location.pathname + location.search;
  const answer = await fetch(address, {
    // By itself: nobody's activity, so that a page left open does not keep a session.
    headers: { "HX-Request": "true", "HX-Current-URL": page, "X-Poll": "1", ...headers },
    cache: "no-store",
  });
  const signIn = answer.headers.get("X-Sign-In");
  if (signIn) location.assign(signIn);
  if (!answer.ok && answer.status !== 304) throw new Error(`${answer.status} for ${address}`);
  return answer;
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

async function renew() {
  const fresh = parsed(await (await ask(location.pathname)).text());
  for (const part of fresh.querySelectorAll("[data-live][id]")) {
    const shown = document.getElementById(part.id);
    if (!shown) continue;
    if (part.dataset.live === "chart") {
      shown.dataset.chart = part.dataset.chart;
    } else if (shown.innerHTML !== part.innerHTML) {
      shown.replaceChildren(...part.childNodes);
      shown.classList.remove("renewed");
      requestAnimationFrame(() => shown.classList.add("renewed"));
    }
  }
  drawAll(document);
}

async function look() {
  if (asking || document.hidden) return;
  asking = true;
  try {
    const answer = await ask(head.dataset.status, tag ? { "If-None-Match": tag } : {});
    sayReached(true);
    if (answer.status !== 200) return;
    const now = parsed(await answer.text()).getElementById("study-status");
    const changed = now.dataset.version !== status().dataset.version;
    if (changed) await renew();
    status().replaceWith(now);
    statusMark = performance.now();
    tag = answer.headers.get("ETag");
    sayAge();
    if (changed) announce(now.dataset.version.split(".")[1]);
  } catch {
    sayReached(false);
  } finally {
    asking = false;
  }
}

function announce(change) {
  const said = document.getElementById("study-said");
  said.textContent = said.dataset.said.replace("%s", Number(change).toLocaleString(language));
}

if (head) {
  sayAge();
  setInterval(sayAge, 1_000);
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
}
