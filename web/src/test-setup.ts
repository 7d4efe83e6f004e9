import { configure } from '@solidjs/testing-library'

// A part that is loaded when it is shown takes its time on a busy build machine. What is there is found at once all the same.
configure({ asyncUtilTimeout: 10_000 })
