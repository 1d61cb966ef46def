"""Does a model work? Outcomes of communes before and after it began, beside like communes where it had not.

    panel        outcomes of places over periods, and when each place began
    imputation   the primary estimator: what would have been counted, foretold from all untreated cells (Poisson)
    staggered    group-time effects against those who had not begun, without covariates, and their aggregates
    inference    intervals by drawing places again; chance by drawing the starts again within their strata
    sensitivity  leads, the slope that would be missed half of the time, how much bending a result bears
    gates        the twelve conditions under which anything may be said at all
    labels       the words for it; most often "cannot tell"
    evaluation   all of it in one go, with everything that is needed to do it again to the digit

Plain arithmetic on arrays. Sections 4.1 to 4.9 of the statistical methods are the specification; each threshold is a
setting with a date (`settings`), so that a result of the past can be had again under the thresholds of its day.
"""
