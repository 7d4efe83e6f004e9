import { useNavigate, useSearchParams } from '@solidjs/router'

/**
 * The token of a mailed link, or ''. It leaves the address bar and the history at once: whoever borrows the browser
 * or sees the screen must not find it there.
 */
export function takeToken(): string {
  const [search] = useSearchParams<{ token: string }>()
  const navigate = useNavigate()
  const token = search.token ?? ''
  if (token) navigate(window.location.pathname, { replace: true, scroll: false })
  return token
}
