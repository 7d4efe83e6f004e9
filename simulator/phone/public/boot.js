// Before the first paint: the saved theme, or the system's; and whether this window is the phone alone.
;(() => {
  let saved = null
  try {
    saved = localStorage.getItem('simulator.theme')
  } catch {
    // Storage can be forbidden; then the system decides.
  }
  const { dataset } = document.documentElement
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  dataset.theme = saved === 'light' || saved === 'dark' ? saved : system
  dataset.view = new URLSearchParams(location.search).get('view') === 'phone' ? 'phone' : 'page'
})()
