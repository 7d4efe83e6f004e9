import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.ogg': 'audio/ogg',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.mp4': 'video/mp4',
}

/** Nothing from another host: not a font, not a picture that a business links to. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The built page. @returns null for what isn't part of it */
export function servePage(folder: string) {
  return async (request: Request): Promise<Response | null> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null
    const path = normalize(decodeURIComponent(new URL(request.url).pathname))
    const file = path === '/' ? '/index.html' : path
    if (file.includes('..') || file.includes('\0')) return null
    const type = types[extname(file)]
    if (!type) return null
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = new Uint8Array(await readFile(join(folder, file)))
    } catch {
      return file === '/index.html'
        ? new Response('The phone page is not built: run npm start.', { status: 503 })
        : null
    }
    const isHashed = file.startsWith('/assets/')
    return new Response(bytes, {
      headers: {
        'content-type': type,
        'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        ...(file.endsWith('.html') && { 'content-security-policy': policy }),
      },
    })
  }
}
