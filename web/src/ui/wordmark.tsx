import { Logo } from './logo'

export function Wordmark() {
  return (
    <span class="inline-flex items-center gap-[9px] font-display text-xl/none font-[650] tracking-[-.03em]">
      <Logo />
      Wharf
    </span>
  )
}
