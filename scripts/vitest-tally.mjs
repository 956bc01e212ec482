// A vitest reporter: how many tests passed, failed and were skipped, and why those were, into the file named by
// VITEST_TALLY. vitest's own JSON leaves the reasons out.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const nameOf = (test) => `${test.module.relativeModuleId} > ${test.fullName}`;

class VitestTally {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      if (module.errors().length > 0) tally.failed += 1; // a file that could not be read has no tests to fail
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'skipped') tally.skipped.push({ name: nameOf(test), reason: note ?? '' });
        else tally[state === 'passed' ? 'passed' : 'failed'] += 1;
      }
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) tally.failed += 1;
    }
    const file = process.env.VITEST_TALLY;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(tally));
  }
}

export default VitestTally;
