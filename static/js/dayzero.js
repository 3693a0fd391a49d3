// Everything that every page runs. Each part works alone and only on what it finds.
import "./layers.js";
import "./keyboard.js";
import "./find.js";
import "./dates.js";
import "./entry.js";
import "./depends.js";
import "./grid.js";
import "./kept.js";
import "./said.js";
import "./tabs.js";
import "./units.js";
import "./requests.js";
import "./session.js";
import "./password.js";
