import { html } from 'hono/html'
import { toOneLine } from './one-line'

export type MailContent = {
  /** What a list of mails shows after the subject. */
  preheader: string
  heading: string
  paragraphs: string[]
  /** The one thing to do. `url` is absolute. */
  action?: { label: string; url: string }
  /** Why this person gets this mail. */
  footer: string
}

// Mail programs know neither variables nor fonts of ours: these are the tokens' values, light and dark.
const darkStyles = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .canvas { background: #0E0E12 !important; }
  .card { background: #17171C !important; border-color: #2A2A32 !important; }
  .ink { color: #EEEDF1 !important; }
  .ink-2 { color: #B4B2BC !important; }
  .ink-3 { color: #95939F !important; }
  .link { color: #A9B2FF !important; }
  .button { background: #5360EE !important; }
}`

/**
 * A mail that looks like Wharf, as text and as HTML that say the same. Every value is plain text: HTML in it is shown,
 * not obeyed, and line breaks in it become spaces.
 */
export function renderMail(content: MailContent): { text: string; html: string } {
  const preheader = toOneLine(content.preheader)
  const heading = toOneLine(content.heading)
  const paragraphs = content.paragraphs.map(toOneLine)
  const action = content.action && { label: toOneLine(content.action.label), url: toOneLine(content.action.url) }
  const footer = toOneLine(content.footer)
  const text = [
    heading,
    ...paragraphs,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    `-- \nWharf\n${footer}`,
  ].join('\n\n')
  return { text: `${text}\n`, html: toHtml({ preheader, heading, paragraphs, footer, ...(action && { action }) }) }
}

const font = "Inter, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans Arabic', sans-serif"

// Tables and inline styles: some mail programs drop everything else.
const toHtml = ({ preheader, heading, paragraphs, action, footer }: MailContent): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${heading}</title>
<style>${darkStyles}</style>
</head>
<body class="canvas" style="margin:0;padding:0;background:#F3F1EC;">
<div style="display:none;max-height:0;overflow:hidden;">${preheader}</div>
<table role="presentation" class="canvas" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#F3F1EC;">
<tr><td align="center" style="padding:32px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px;font-family:${font};">
<tr><td class="ink" style="padding:0 4px 16px;color:#1B1A20;font-size:18px;line-height:24px;font-weight:700;letter-spacing:-0.01em;">Wharf</td></tr>
<tr><td class="card" style="padding:32px;background:#FFFFFF;border:1px solid #E5E2DB;border-radius:12px;">
<h1 class="ink" dir="auto" style="margin:0 0 16px;color:#1B1A20;font-size:20px;line-height:28px;font-weight:600;">${heading}</h1>
${paragraphs.map(
  (
    paragraph,
  ) => html`<p class="ink-2" dir="auto" style="margin:0 0 16px;color:#55525B;font-size:15px;line-height:24px;">${paragraph}</p>
`,
)}${action && toAction(action)}</td></tr>
<tr><td class="ink-3" dir="auto" style="padding:16px 4px 0;color:#6B6871;font-size:12px;line-height:18px;">${footer}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`.toString()

// The address is also written out: buttons get lost when a mail is forwarded or its HTML is cleaned.
const toAction = ({
  label,
  url,
}: {
  label: string
  url: string
}) => html`<p style="margin:24px 0;"><a class="button" href="${url}" style="display:inline-block;padding:10px 20px;border-radius:8px;background:#3844D4;color:#FFFFFF;font-size:15px;line-height:20px;font-weight:600;text-decoration:none;">${label}</a></p>
<p class="ink-3" style="margin:0;color:#6B6871;font-size:12px;line-height:18px;">Or open this address:<br><a class="link" href="${url}" style="color:#333EC6;word-break:break-all;">${url}</a></p>
`
