// A picture of the page as a file of its own: with the few styles it needs, in light colours, so that it looks the same
// wherever it is put, and with its title, unit, source and version, so that it says what it is.

import { addWords } from "./draw_chart.js";

const STYLES = `svg{background:#fff;font-family:system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
text{font-size:13px;fill:#1c2a33}.q-end{text-anchor:end}.q-middle{text-anchor:middle}.q-muted{fill:#53616b}.q-band{font-weight:700}
.q-bar{fill:#1d4f6e}.q-corrected{fill:#fff;stroke:#1d4f6e}.q-grid{stroke:#cfd8dd}.q-axis,.q-break{stroke:#7b8b95}
.q-line{fill:none;stroke-width:2}.q-letter{font-weight:700}.q-point{stroke-width:1.5}
.q0{stroke:#1d4f6e;fill:#1d4f6e}.q1{stroke:#97291d;fill:#97291d;stroke-dasharray:7 3}.q2{stroke:#1c6437;fill:#1c6437;stroke-dasharray:2 3}.q3{stroke:#6b4d00;fill:#6b4d00;stroke-dasharray:9 3 2 3}
.q4{stroke:#5b3f8c;fill:#5b3f8c}.q5{stroke:#53616b;fill:#53616b;stroke-dasharray:7 3}.q6{stroke:#0a6d78;fill:#0a6d78;stroke-dasharray:2 3}.q7{stroke:#8a2a63;fill:#8a2a63;stroke-dasharray:9 3 2 3}
.q-line.q0,.q-line.q1,.q-line.q2,.q-line.q3,.q-line.q4,.q-line.q5,.q-line.q6,.q-line.q7{fill:none}.q-point{stroke-dasharray:none}.q-hollow{fill:#fff}text.q-letter{stroke:none}`;

/** The text of an SVG file that stands alone; `title` and `lines` are drawn above and below. */
export function standAlone(picture, title, lines) {
  const copy = addWords(picture, title, lines);
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = STYLES;
  copy.prepend(style);
  return new XMLSerializer().serializeToString(copy);
}
