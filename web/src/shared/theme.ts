import { createSignal } from 'solid-js'

export type ThemeChoice = 'system' | 'light' | 'dark'

// The same name and rule as in public/boot.js, which sets the theme before the first paint.
const KEY = 'wharf.theme'
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)')

const [choice, setChoice] = createSignal<ThemeChoice>(readChoice())
export const themeChoice = choice

export function setTheme(next: ThemeChoice): void {
  if (next === 'system') localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, next)
  setChoice(next)
  apply()
}

function readChoice(): ThemeChoice {
  const saved = localStorage.getItem(KEY)
  return saved === 'light' || saved === 'dark' ? saved : 'system'
}

function apply(): void {
  const system = prefersDark.matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = choice() === 'system' ? system : choice()
}

prefersDark.addEventListener('change', apply)
// Another tab has chosen.
window.addEventListener('storage', (event) => {
  if (event.key !== KEY) return
  setChoice(readChoice())
  apply()
})
