// A vitest reporter: writes how many tests passed, which failed, which were skipped and why, to the file VITEST_TALLY.
// vitest's own JSON leaves the reasons out.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const nameOf = ({ module, project, fullName }) => `${project.name}: ${module.relativeModuleId} > ${fullName}`;

class VitestTally {
  onTestRunEnd(modules, unhandledErrors) {
    const tally = { passed: 0, failed: unhandledErrors.map(({ message }) => `unhandled: ${message}`), skipped: [] };
    for (const module of modules) {
      // A file that could not be loaded has no tests to fail.
      if (module.errors().length > 0) tally.failed.push(module.relativeModuleId);
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'passed') tally.passed += 1;
        else if (state === 'skipped') tally.skipped.push({ name: nameOf(test), reason: note ?? '' });
        else tally.failed.push(nameOf(test));
      }
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) tally.failed.push(nameOf(suite));
    }
    const file = process.env.VITEST_TALLY;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(tally));
  }
}

export default VitestTally;
