"""count.py JUNIT STATUS: prints "N passed, N failed" from the report of `meson test`, and fails when anything failed or nothing ran.

A program that died or ran out of time after some of its tests counts as one failure more.
"""
import sys
import xml.etree.ElementTree as tree

passed = failed = skipped = 0
for suite in tree.parse(sys.argv[1]).getroot().iter('testsuite'):
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
if int(sys.argv[2]) and not failed:
    failed = 1
print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
sys.exit(1 if failed or not passed else 0)
