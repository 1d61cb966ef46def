"""Plans that come as documents: read into things to be done, which an officer confirms one by one into tasks."""
