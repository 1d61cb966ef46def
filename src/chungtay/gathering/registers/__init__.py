"""Things that are counted, kept one by one: points of community models, activities, tallies, standards, commendations.

Each register is an application of its own. They read one another downward only: commendations, standards, activities,
community; tallies stands alone. `lists` lies below them all and knows none of them.
"""
