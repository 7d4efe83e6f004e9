import { createRoute, z } from '@hono/zod-openapi'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from '../../shared/http/env'
import { createRouter, internal } from '../../shared/http/openapi'

/** Nothing inline and nobody else's: Swagger UI and our own files come from the static assets. */
const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    // Swagger UI's icons are data: addresses in its style sheet.
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
})

const docs = createRoute({
  method: 'get',
  path: '/',
  ...internal,
  summary: 'The API reference, for people',
  security: [],
  middleware: [headers],
  responses: { 200: { description: 'The page', content: { 'text/html': { schema: z.string() } } } },
})

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>API reference · Wharf</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
    <script src="/boot.js"></script>
    <link rel="stylesheet" href="/api-reference/swagger-ui.css">
    <link rel="stylesheet" href="/api-reference/tokens.css">
    <link rel="stylesheet" href="/api-reference/theme.css">
    <script src="/api-reference/swagger-ui-bundle.js" defer></script>
    <script src="/api-reference/start.js" defer></script>
  </head>
  <body>
    <header class="reference-bar">
      <a class="reference-brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24">Wharf</a>
      <span class="reference-title">API reference</span>
      <a class="reference-link" href="/api/openapi.json">OpenAPI document</a>
    </header>
    <div id="reference" class="reference"><noscript>This page needs JavaScript. The <a href="/api/openapi.json">OpenAPI document</a> says the same.</noscript></div>
  </body>
</html>
`

/** Mount it before the API's own security headers: a page needs others than JSON. */
export const apiDocsRoutes = createRouter<AppEnv>().openapi(docs, (c) =>
  c.html(page, 200, { 'cache-control': 'public, max-age=300' }),
)
