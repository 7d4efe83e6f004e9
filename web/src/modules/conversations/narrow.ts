/** Where a list has no room beside an open conversation. As `max-md` in design/theme.css. */
export const NARROW = '(max-width: 899.98px)'
