// How dates, counts and reasons are put into words.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December"];

/** `2023-04-07T10:15:00+01:00` → `7 April 2023`; `2023-04` → `April 2023`; none → `no date`. The day is the one printed. */
export function dayWords(iso) {
  if (!iso || iso === "unknown") return "no date";
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return [day, MONTHS[month - 1], year].filter(Boolean).join(" ");
}

/** `2023-04-01`, `2023-04-30` → `1–30 April 2023`; open ends are said. */
export function rangeWords(after, before) {
  if (after && after === before) return dayWords(after);
  if (!before) return `from ${dayWords(after)}`;
  if (!after) return `until ${dayWords(before)}`;
  if (after.slice(0, 7) === before.slice(0, 7)) return `${Number(after.slice(8))}–${dayWords(before)}`;
  return `${dayWords(after)} – ${dayWords(before)}`;
}

/** The last day of a month `2023-04`. */
export function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, "0")}`;
}

/** `1 passage`, `1,200 passages`. */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** What stands for an outlet, author or title that is not known. */
export const NO_OUTLET = "no outlet named";

/** An outlet as it is shown; the interface counts those without one as `unknown`. */
export function outletWords(outlet) {
  return !outlet || outlet === "unknown" ? NO_OUTLET : outlet;
}
