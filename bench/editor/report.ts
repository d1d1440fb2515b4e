import { sizeNames, sizes } from "./document.ts";
import { type Figures, type Measure, measures } from "./figures.ts";
import { peers } from "./peers.ts";

export interface Run {
  date: string;
  machine: string;
  browser: string;
  figures: Figures[];
}

const round = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toFixed(1));

/** Every measure as a table: a row a program, a column a size, each with its ratio to plain text or to the lightest peer. */
export function reportOf(run: Run): string {
  const programs = [...new Set(run.figures.map((one) => one.program))];
  const floorOf = (measure: Measure) =>
    (measure === "heap" || measure === "JavaScript heap") && programs.includes(peers.data) ? peers.data : programs[0];
  const at = (program: string | undefined, size: string) =>
    run.figures.find((one) => one.program === program && one.size === size);
  const tables = (Object.keys(measures) as Measure[]).flatMap((measure) => {
    const rows = programs.filter((program) =>
      sizeNames.some((size) => at(program, size)?.values[measure] !== undefined),
    );
    if (rows.length === 0) return [];
    const floor = floorOf(measure);
    const base = rows.includes(floor ?? "") ? floor : rows[0];
    const unit = measures[measure];
    const lines = rows.map((program) => {
      const cells = sizeNames.map((size) => {
        const found = at(program, size);
        const value = found?.values[measure];
        const beside = at(base, size)?.values[measure];
        if (value === undefined) return found?.remark ?? "–";
        return beside && program !== base ? `${round(value)} (${(value / beside).toFixed(1)} ×)` : round(value);
      });
      return `| ${program} | ${cells.join(" | ")} | ${slopeOf(run, program, measure)} |`;
    });
    return [
      `### ${measure}${unit === "" ? "" : `, ${unit}`}`,
      "",
      `| | ${sizeNames.join(" | ")} | slope |`,
      `|---|${sizeNames.map(() => "--:").join("|")}|--:|`,
      ...lines,
      "",
    ];
  });
  const scale = sizeNames.map((size) => `${size}: ${sizes[size].words} words, ${sizes[size].marks} annotations`);
  return [
    `# Bench of the editor, ${run.date}`,
    "",
    `${run.machine}; ${run.browser}. ${scale.join("; ")}. In brackets, the ratio to the first row, of the heap to the second. Slope: of the logarithm of the figure`,
    "over the logarithm of the words; 0 is flat, 1 linear.",
    "",
    ...tables,
  ].join("\n");
}

/** The slope of the least-squares line through the logarithms of a measure over those of the words. */
export function slopeOf(run: Run, program: string, measure: Measure): string {
  const points = run.figures.flatMap((one) => {
    const value = one.values[measure];
    return one.program === program && value !== undefined && value > 0
      ? [{ x: Math.log(sizes[one.size as keyof typeof sizes].words), y: Math.log(value) }]
      : [];
  });
  if (points.length < 3) return "–";
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  const under = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return (over / under).toFixed(2);
}

const colours = ["#888888", "#c2410c", "#b91c1c", "#7c3aed", "#0369a1", "#15803d", "#a16207"];

/** A log-log chart of one measure against the words, as SVG. */
export function chartOf(run: Run, measure: Measure): string {
  const programs = [...new Set(run.figures.map((one) => one.program))];
  const width = 720;
  const height = 360;
  const values = run.figures.flatMap((one) => one.values[measure] ?? []).filter((value) => value > 0);
  const [least, most] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const [first, last] = [Math.log10(sizes.S.words), Math.log10(sizes.XL.words)];
  const x = (words: number) => 60 + ((Math.log10(words) - first) / (last - first)) * 400;
  const y = (value: number) =>
    height - 40 - ((Math.log10(value) - least) / Math.max(0.1, most - least)) * (height - 80);
  const decades = Array.from(
    { length: Math.ceil(most) - Math.floor(least) + 1 },
    (_, at) => 10 ** (Math.floor(least) + at),
  );
  const grid = decades
    .filter((value) => Math.log10(value) >= least - 0.01 && Math.log10(value) <= most + 0.01)
    .map(
      (value) =>
        `<path d="M60 ${y(value)}H460" stroke="#ddd"/><text x="52" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
    );
  const axis = sizeNames.map(
    (size) => `<text x="${x(sizes[size].words)}" y="${height - 16}" text-anchor="middle">${size}</text>`,
  );
  const lines = programs.flatMap((program, at) => {
    const points = run.figures.flatMap((one) => {
      const value = one.values[measure];
      return one.program === program && value !== undefined && value > 0
        ? [`${x(sizes[one.size as keyof typeof sizes].words)},${y(value)}`]
        : [];
    });
    if (points.length === 0) return [];
    const colour = colours[at % colours.length];
    return [
      `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<text x="476" y="${40 + at * 20}" fill="${colour}">${program} (${slopeOf(run, program, measure)})</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${measure} against words, on logarithmic scales</title>`,
    `<rect width="${width}" height="${height}" fill="white"/><text x="60" y="22" font-size="14">${measure}, ${measures[measure]} (slope)</text>`,
    ...grid,
    ...axis,
    ...lines,
    "</svg>",
    "",
  ].join("\n");
}
