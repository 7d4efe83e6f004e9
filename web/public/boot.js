// Before the first paint, and while the page is open: the saved theme, or the system's. Kept in step with src/shared/theme.ts.
;(() => {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    let saved = null
    try {
      saved = localStorage.getItem('wharf.theme')
    } catch {
      // Storage can be forbidden; then the system decides.
    }
    const system = prefersDark.matches ? 'dark' : 'light'
    document.documentElement.dataset.theme = saved === 'light' || saved === 'dark' ? saved : system
  }
  apply()
  prefersDark.addEventListener('change', apply)
  // Another tab has chosen.
  addEventListener('storage', apply)
})()
