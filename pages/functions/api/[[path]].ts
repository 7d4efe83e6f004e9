type Context = { request: Request; env: { API: { fetch(request: Request): Promise<Response> } } }

/** The Worker answers: a service binding carries the request as it is, WebSocket upgrades included. */
export const onRequest = ({ request, env }: Context) => env.API.fetch(request)
