"""Dashboards: the leader's and the officer's page of a body, composed of blocks that are data and kept in versions."""
