// Everything works without this; it only makes it nicer.
import "htmx.org";
import "./errors.js";
import "./once.js";
import "./rows.js";
import "./reasons.js";
import "./drafts.js";
import "./drop.js";
