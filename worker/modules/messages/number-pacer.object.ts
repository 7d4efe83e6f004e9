import { DurableObject } from 'cloudflare:workers'

/** One per phone number: hands out permits to send, as many as Meta's throughput allows. */
export class NumberPacer extends DurableObject<Env> {}
