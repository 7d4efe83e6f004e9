import { createSignal } from 'solid-js'

// The same name and rule as in public/boot.js, which sets the theme before the first paint.
const KEY = 'simulator.theme'
const root = document.documentElement
const [theme, setTheme] = createSignal(root.dataset.theme)

export const isDark = (): boolean => theme() === 'dark'

export function toggleTheme(): void {
  const next = isDark() ? 'light' : 'dark'
  localStorage.setItem(KEY, next)
  root.dataset.theme = next
  setTheme(next)
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  if (localStorage.getItem(KEY)) return
  root.dataset.theme = matches ? 'dark' : 'light'
  setTheme(root.dataset.theme)
})
