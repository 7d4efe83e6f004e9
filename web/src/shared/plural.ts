const rules = new Intl.PluralRules('en')
const numbers = new Intl.NumberFormat('en-GB')

/** `plural(3, { one: '# day', other: '# days' })` → "3 days". `#` is the number, with separators. */
export function plural(count: number, forms: { one: string; other: string }): string {
  const form = rules.select(count) === 'one' ? forms.one : forms.other
  return form.replace('#', numbers.format(count))
}
