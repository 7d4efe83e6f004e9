/**
 * One line of text: control characters and line separators become a space, so that a value can neither start
 * another header nor another paragraph.
 */
export const toOneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
