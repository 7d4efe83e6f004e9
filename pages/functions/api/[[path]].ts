/** The Worker answers: a service binding carries the request as it is, WebSocket upgrades included. */
export const onRequest: PagesFunction<{ API: Fetcher }> = ({ request, env }) => env.API.fetch(request)
