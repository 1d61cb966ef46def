"""Places beside each other without harm: funnel limits, ranks as ranges, grades instead of scores.

Nothing here rewards the volume of tips, meetings or launches, nor few recorded offences: what is rewarded stops being
counted truly. Section 8 of the statistical methods is the specification.
"""
