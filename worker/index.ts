export default {fetch(){return new Response("x")}}; export class InboxHub{}; export class RateLimiter{}
