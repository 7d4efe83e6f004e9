const KEY = 'wharf.verify-email'

/**
 * The token of a link that waits until its reader has logged in, in this tab only. It is worth nothing without a
 * session of the person it was mailed to.
 */
export const pendingLink = {
  take: () => sessionStorage.getItem(KEY) ?? '',
  keep: (token: string) => sessionStorage.setItem(KEY, token),
  forget: () => sessionStorage.removeItem(KEY),
}
