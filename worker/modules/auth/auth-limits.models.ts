const MINUTE = 60_000

/**
 * How often something may be tried. Per address: one machine that guesses many accounts. Per account: many machines
 * that guess one. Both count the attempt before it is made.
 */
export const limits = {
  loginByAccount: { limit: 5, windowMs: 5 * MINUTE },
  loginByAddress: { limit: 50, windowMs: 5 * MINUTE },
  registerByAccount: { limit: 5, windowMs: 60 * MINUTE },
  registerByAddress: { limit: 30, windowMs: 60 * MINUTE },
  resetByAccount: { limit: 3, windowMs: 15 * MINUTE },
  resetByAddress: { limit: 20, windowMs: 15 * MINUTE },
  verificationByAccount: { limit: 3, windowMs: 15 * MINUTE },
  confirmByAccount: { limit: 5, windowMs: 5 * MINUTE },
} as const

/** "Email and password don't match. 3 tries left before a 5-minute wait." */
export const attemptsSentence = (message: string, remaining: number): string =>
  remaining === 0
    ? `${message} That was the last try; wait 5 minutes.`
    : `${message} ${remaining} ${remaining === 1 ? 'try' : 'tries'} left before a 5-minute wait.`
