"""Whether this installation is well: what `chungtay doctor`, the administrator's page and the probes tell.

Every check gives a finding with its remedy in both languages, and none tells a name, an address or a figure: what is
found here goes to logs and to monitoring, and is read by people who may see no figures.
"""
