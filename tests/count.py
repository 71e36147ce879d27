"""count.py JUNIT STATUS [JUNIT STATUS …]: prints "N passed, N failed" over the reports of `meson test`, and fails when anything failed or nothing ran.

A program that died or ran out of time after some of its tests counts as one failure more.
"""
import sys
import xml.etree.ElementTree as tree


def count(report, status):
    """Passed, failed and skipped of one run; one that left no report has failed."""
    passed = failed = skipped = 0
    try:
        suites = tree.parse(report).getroot().iter('testsuite')
    except (OSError, tree.ParseError):
        return 0, 1, 0
    for suite in suites:
        bad = 0
        for case in suite.iter('testcase'):
            if case.find('failure') is not None or case.find('error') is not None:
                bad += 1
            elif case.find('skipped') is not None:
                skipped += 1
            else:
                passed += 1
        if not bad and (int(suite.get('errors', 0)) or int(suite.get('failures', 0))):
            bad = 1
        failed += bad
    if status and not failed:
        failed = 1
    return passed, failed, skipped


runs = [count(report, int(status)) for report, status in zip(sys.argv[1::2], sys.argv[2::2])]
passed, failed, skipped = (sum(column) for column in zip(*runs))
failed += sum(1 for run in runs if not any(run))
print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
sys.exit(1 if failed or not passed else 0)
