"""Where next? Localities like those where a model went well, for a trial in stages and never as "best places".

    covariates   the closed list of what localities may be compared by: geography, administration, size
    distance     Gower's, for features of mixed kinds
    shrinking    what went well nearby, drawn towards what went well everywhere
    shortlist    support, the nearest adopters, one of four answers, and the reasons
    backtest     whether shortlists of the past foretold better than "the same everywhere"; else they stay off

Nothing here ranks communes, and no score with decimals leaves it. Section 5 of the statistical methods specifies it.
"""
