import { el } from "../chat/dom.js";
import uPlot from "../webjars/uplot/1.6.30/dist/uPlot.esm.js";
import { read } from "./api.js";

const KEEP_MS = 15 * 60 * 1000;
const HEIGHT = 240;
const FIGURES = [
  ["checked_out", "At work"],
  ["checked_in", "Free"],
  ["overflow", "Overflow"],
  ["waiting", "Waiting"],
  ["max_used", "Most at work"],
  ["timeouts", "Timeouts"],
];

/** The pool of the node that answers: its figures, and a chart of the last quarter of an hour. */
export class Pool {
  #figures;
  #box;
  #samples = [];
  #node;
  #chart;
  #limits;

  constructor({ figures, chart }) {
    this.#figures = figures;
    this.#box = chart;
    new ResizeObserver(() => this.#chart?.setSize({ width: chart.clientWidth, height: HEIGHT })).observe(chart);
  }

  async update() {
    const pool = await read(`admin/pool?after=${this.#samples.at(-1)?.at ?? 0}`);
    if (pool.node !== this.#node) {
      this.#node = pool.node;
      this.#samples = [];
    }
    const newest = pool.samples.at(-1)?.at ?? 0;
    this.#samples = [...this.#samples, ...pool.samples].filter(({ at }) => at > newest - KEEP_MS || newest === 0);
    this.#showFigures(pool.now);
    this.#draw(pool.kept, pool.now);
  }

  #showFigures(now) {
    this.#figures.replaceChildren(
      ...FIGURES.map(([key, title]) =>
        el("div", { class: "figure" }, el("dt", {}, title), el("dd", { "data-figure": key }, String(now[key])))),
    );
  }

  #draw(kept, now) {
    this.#box.setAttribute(
      "aria-label",
      `Chart of the last minutes: ${now.checked_out} connections at work now, ${now.size} open, ${kept} kept, ${now.capacity} at most.`,
    );
    const column = (pick) => this.#samples.map(pick);
    const data = [
      column(({ at }) => at / 1000),
      column((sample) => sample.size),
      column((sample) => sample.checked_out),
      column((sample) => sample.waiting),
      column(() => kept),
      column(() => now.capacity),
    ];
    if (this.#limits === `${kept}/${now.capacity}`) {
      this.#chart.setData(data);
      return;
    }
    this.#limits = `${kept}/${now.capacity}`;
    this.#chart?.destroy();
    this.#chart = new uPlot(options(this.#box, kept, now.capacity), data, this.#box);
  }
}

function options(box, kept, capacity) {
  const colour = (name) => getComputedStyle(box).getPropertyValue(name).trim();
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
  const line = (label, name, dash) => ({ label, stroke: colour(name), width: dash ? 1 : 2, dash, points: { show: false } });
  return {
    width: box.clientWidth,
    height: HEIGHT,
    scales: { y: { range: (chart, low, high) => [0, Math.max(capacity + 2, high + 1)] } },
    axes: [axis, { ...axis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100] }],
    legend: { live: false },
    cursor: { show: false },
    series: [
      {},
      line("open", "--muted"),
      { ...line("at work", "--accent"), fill: colour("--tint") },
      line("waiting", "--bad"),
      line(`${kept} kept`, "--ink", [6, 4]),
      line(`${capacity} at most`, "--bad", [2, 4]),
    ],
  };
}
