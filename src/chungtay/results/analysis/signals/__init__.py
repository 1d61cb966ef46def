"""Figures that ask for a look at the source book. Questions, never verdicts; no person is ever scored.

    outlying    far from the others of one series: Grubbs, generalised ESD, tiers by standard and robust deviations
    digits      last digits, numbers ending in 0 and 5, ages that heap
    leading     first digits (off unless asked for: they hardly ever apply to a commune's months)
    repeats     rows that are copied, the same growth everywhere
    spread      too little variance for counts; bunching just at a target
    recounts    what a recount in the source book says of what was reported
    screening   all of them over the series of many units, each with the indicators that it is about
    families    many tests at once: false discoveries, two families before anybody is asked, lists that end

Each test says of itself when it does not apply (`Verdict`): not applicable and not enough history are answers and no
pass. Section 1 of the statistical methods is the specification; what compares a single number with its own series when
it is sent stands in `checks.rules.outliers`.
"""
