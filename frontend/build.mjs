// Remake static/vendor and the icon sprite from the locked packages:
//   npm ci --ignore-scripts && node node_modules/esbuild/install.js && npm run build
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ICONS } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const vendor = join(here, "..", "static", "vendor");
const sprite = join(here, "..", "templates", "registry", "_sprite.html");

const COPIED = {
  "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
  "LICENSE-bootstrap": "bootstrap/LICENSE",
  "LICENSE-bootstrap-icons": "bootstrap-icons/LICENSE",
  "htmx.min.js": "htmx.org/dist/htmx.min.js",
  "LICENSE-htmx": "htmx.org/LICENSE",
  "LICENSE-vega": "vega/LICENSE",
};

function copyVendored() {
  for (const [name, source] of Object.entries(COPIED)) {
    copyFileSync(join(packages, source), join(vendor, name));
  }
  // The map file is not served, and a manifest storage would look for it.
  const css = join(vendor, "bootstrap.min.css");
  writeFileSync(css, readFileSync(css, "utf8").replace(/\/\*# sourceMappingURL=.*?\*\//, ""));
}

function writeSprite() {
  const symbols = Object.entries(ICONS).map(([name, file]) => {
    const svg = readFileSync(join(packages, "bootstrap-icons/icons", `${file}.svg`), "utf8");
    const inner = svg.replace(/<svg[^>]*>|<\/svg>|\n\s*/g, "");
    return `<symbol id="i-${name}" viewBox="0 0 16 16">${inner}</symbol>`;
  });
  writeFileSync(
    sprite,
    `{# Made by frontend/build.mjs from Bootstrap Icons (MIT). Include once a page. #}\n` +
      `<svg hidden aria-hidden="true">\n${symbols.join("\n")}\n</svg>\n`,
  );
}

function writeHashes() {
  const names = readdirSync(vendor).filter((name) => !/^(README\.md|hashes\.json)$/.test(name));
  const hashes = Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash("sha256").update(readFileSync(join(vendor, name))).digest("hex"),
    ]),
  );
  writeFileSync(join(vendor, "hashes.json"), JSON.stringify(hashes, null, 2) + "\n");
}

mkdirSync(vendor, { recursive: true });
copyVendored();
await build({
  entryPoints: [join(here, "charts.js")],
  outfile: join(vendor, "vega.min.js"),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
});
writeSprite();
writeHashes();
