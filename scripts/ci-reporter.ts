import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node'

/**
 * Counts what really ran, into the file named by TEST_COUNTS. A test that was to run and did not is a failure, as is a
 * file that could not be loaded, a hook that threw and an error that nobody caught. An interrupted run is not counted.
 */
export default class CiReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[], reason: TestRunEndReason) {
    const file = process.env.TEST_COUNTS
    if (!file || reason === 'interrupted') return
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]).filter(hasOwnError)
    const failed = tests.filter(isFailure).length + broken.length + unhandledErrors.length
    // The file appears with the count or not at all.
    writeFileSync(
      file,
      JSON.stringify({ passed: tests.filter((test) => test.result().state === 'passed').length, failed }),
    )
  }
}

const hasOwnError = (part: TestModule | TestSuite) => part.errors().length > 0

function isFailure(test: TestCase) {
  const { state } = test.result()
  if (state === 'passed') return false
  return !(state === 'skipped' && (test.options.mode === 'skip' || test.options.mode === 'todo'))
}
