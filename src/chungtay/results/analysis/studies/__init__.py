"""Studies of effect: a question about one kind of model, registered before anybody looks, then answered and kept.

    outcomes     what may be looked at as an outcome, and which kinds change what is reported (data, reviewed)
    plans        what was set before: kind, outcome, place, window, map; its hash; which later plan looks again
    arranging    from counts, starts and communes to the panel and its circumstances
    telling      an evaluation as data that is kept and shown
    reading      the same from the warehouse, the register of points and the gazetteer, as known at an instant
    services     register, carry out, do again
    queries      who sees which study; the label of a kind

The statistics are those of `effects`; nothing here estimates anything.
"""
