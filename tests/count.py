"""count.py LOG STATUS [LOG STATUS …]: prints "N passed, N failed" over the logs of `meson test`, and fails when anything failed or nothing ran.

count.py --again LOG: prints the programs in it that failed and may be tried once more.

A program that died or ran out of time after some of its tests counts as one failure more. Where LOG-again lies beside LOG, what was tried once more
counts as it ended then, and is named. What failed is shown at the end, where nobody has to look for it.
"""
import json
import sys
import xml.etree.ElementTree as tree

# These wait for the answers of windows and other programs, which a busy machine delays; all others give one answer.
WAITING = ('view', 'shell', 'outside')
SHOWN = 40


def programs(log):
    """Passed, failed and skipped of each program of a run, by its name."""
    counts = {}
    try:
        suites = list(tree.parse(f'{log}.junit.xml').getroot().iter('testsuite'))
    except (OSError, tree.ParseError):
        return counts
    for suite in suites:
        wrong = 0
        for case in suite.iter('testcase'):
            # A program with tests of its own is a suite; one without, or that died before the first, is a case in the project's.
            name = suite.get('name').partition('.')[2] or case.get('name')
            passed, failed, skipped = counts.get(name, (0, 0, 0))
            if case.find('failure') is not None or case.find('error') is not None:
                counts[name] = (passed, failed + 1, skipped)
                wrong += 1
            elif case.find('skipped') is not None:
                counts[name] = (passed, failed, skipped + 1)
            else:
                counts[name] = (passed + 1, failed, skipped)
        if not wrong and (int(suite.get('errors', 0)) or int(suite.get('failures', 0))):
            name = suite.get('name').partition('.')[2]
            passed, failed, skipped = counts.get(name, (0, 0, 0))
            counts[name] = (passed, failed + 1, skipped)
    return counts


def bad_programs(log):
    """Name and output of each program of a run that failed, in order."""
    try:
        with open(f'{log}.json', encoding='utf-8') as lines:
            runs = [json.loads(line) for line in lines]
    except (OSError, ValueError):
        return {}
    return {run['name']: f"{run.get('stdout', '')}\n{run.get('stderr', '')}" for run in runs if run['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL')}


def program(name):
    """ "canlian:view+x / editor" as suite and name. """
    suite, _, own = name.partition(' / ')
    return suite.rpartition(':')[2].partition('+')[0], own


def count(log, status):
    """Passed, failed and skipped of one run; one that left no report has failed."""
    ran = programs(log)
    if not ran:
        return 0, 1, 0
    bad = bad_programs(log)
    again = programs(f'{log}-again')
    still = bad_programs(f'{log}-again') if again else bad
    for name, output in bad.items():
        if name in again and name not in still:
            print(f'{name} failed, and passed when it was tried once more. What it said when it failed:')
        else:
            print(f'{name} failed:')
            output = still.get(name, output)
        lines = output.rstrip().splitlines()
        told = [line for line in lines[:-SHOWN] if line.startswith(('not ok', 'Bail out', '**', 'ERROR:', '==')) or 'ERROR' in line]
        print('\n'.join('    ' + line for line in told[-SHOWN:] + lines[-SHOWN:]))
    passed, failed, skipped = (sum(column) for column in zip(*(ran | again).values()))
    if status and not failed:
        failed = 1
    return passed, failed, skipped


if sys.argv[1] == '--again':
    names = [program(name) for name in bad_programs(sys.argv[2])]
    # Where more than a few failed, it is no busy machine.
    if len(names) <= 3 and all(suite in WAITING for suite, _ in names):
        print(' '.join(name for _, name in names))
    sys.exit(0)
runs = [count(log, int(status)) for log, status in zip(sys.argv[1::2], sys.argv[2::2])]
passed, failed, skipped = (sum(column) for column in zip(*runs))
failed += sum(1 for run in runs if not any(run))
print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
sys.exit(1 if failed or not passed else 0)
