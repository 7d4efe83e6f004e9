const whole = Object.create(Object.prototype) as object

/**
 * A shallow copy that no store looks into. What a query has is put into a store each time anything about the query changes, and
 * a store goes through all of a plain object: with thousands of messages that takes longer than a frame.
 */
export const asWhole = <Value extends object>(value: Value): Value =>
  Object.assign(Object.create(whole) as object, value) as Value
