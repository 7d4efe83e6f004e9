/** @param {number[]} values @param {number} share of 1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
export const median = (/** @type {number[]} */ values) => quantile(values, 0.5)
export const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`
export const millis = (/** @type {number} */ ms) => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`
export const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`
/** The median, and how far the runs lie apart. @param {number[]} values @param {(value: number) => string} write */
export const spread = (values, write) =>
  `${write(median(values))} (${values.length} runs, ${write(Math.min(...values))} to ${write(Math.max(...values))})`
