/**
 * A file with a hash in its name, or 404. The single-page fallback would answer a missing one with the page and its
 * year-long cache header: a browser that asks while another version is rolled out would keep that for a script.
 */
export async function serveAsset(
  request: Request,
  assets: { fetch(request: Request): Promise<Response> },
): Promise<Response> {
  const response = await assets.fetch(request)
  const isFallback = response.headers.get('content-type')?.startsWith('text/html')
  if (!isFallback) return response
  return new Response('Not found', {
    status: 404,
    headers: { 'cache-control': 'no-store', 'content-type': 'text/plain' },
  })
}
