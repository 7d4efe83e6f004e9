import { errorText } from './errors'

const KEPT_MS = 60_000

/**
 * An answer of the API as a file in the browser's downloads: a plain link would come without the session. Large ones are kept
 * on the disk by the browser, not in the page's memory. The name is the server's, else `fallback`.
 * @returns why it did not work
 */
export async function saveFile(request: Promise<Pick<Response, 'headers' | 'blob'>>, fallback: string) {
  try {
    const response = await request
    const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? fallback
    const href = URL.createObjectURL(await response.blob())
    saveLink(href, name)
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS)
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

export function saveLink(href: string, name: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
