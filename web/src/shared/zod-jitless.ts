// Zod compiles validators with `new Function`, which the page's Content-Security-Policy forbids; this tells it not to
// try. The same as `z.config({ jitless: true })`, but set before zod is loaded, and without loading it.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

export {}
