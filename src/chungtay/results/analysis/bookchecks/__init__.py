"""Requests to look at the source book ("đề nghị đối chiếu sổ gốc"): unusual figures, asked about and answered.

    finding    the work list of a province's body: the warehouse's months of its communes through the tests of `signals`
    services   asking, taking back, answering
    queries    what was asked of whom, and how often each test was right

Questions, never verdicts. Counts of tips are never looked at: asking where they come from would lead to those who gave
them. What the tests see beyond that are flows that can be added; stocks stay the same and money is round by themselves.
"""
