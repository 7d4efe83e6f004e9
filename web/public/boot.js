// Before the first paint: the saved theme, or the system's. Kept in step with src/shared/theme.ts.
;(() => {
  let saved = null
  try {
    saved = localStorage.getItem('wharf.theme')
  } catch {
    // Storage can be forbidden; then the system decides.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = saved === 'light' || saved === 'dark' ? saved : system
})()
