/** What to say for an error code of the API. A code that is missing here shows the server's own sentence. */
export const errors = {
  codes: {
    'network.offline': 'You’re offline, or the server can’t be reached. Nothing was lost; try again in a moment.',
    'network.malformed': 'The server’s answer could not be read. Try again in a moment.',
    'auth.invalid_credentials': 'Email and password don’t match.',
    'auth.session_ended': 'You’ve been signed out. Log in to carry on.',
    'auth.wrong_password': 'That isn’t your current password.',
    'auth.invalid_code': 'That code isn’t right. Codes change every 30 seconds.',
    'auth.challenge_expired': 'That took a little too long. Enter your password again.',
    'auth.invalid_token': 'This link has been used already or is too old. Ask for a new one.',
    'auth.email_taken': 'There is an account with this address already. Log in instead?',
    'request.invalid': 'Some fields need another look.',
    internal: 'The server couldn’t do this. It has been noted; try again in a moment.',
  },
  tryAgainIn: 'Too many tries. Try again in {{ time }}.',
  tryAgainNow: 'You can try again now.',
  reference: 'Reference {{ requestId }}',
} as const
